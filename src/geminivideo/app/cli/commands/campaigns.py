"""From footage and a brief to ranked blueprints."""

from pathlib import Path
from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.brief import BriefOptions
from geminivideo.app.cli.options.groups import with_groups
from geminivideo.app.cli.options.shared import Delivery, Json
from geminivideo.app.cli.settings import load_settings


@with_groups
def demo(
    *,
    renders: Annotated[int, typer.Option(min=1, max=10, help="How many of the winners to render.")] = 3,
    delivery: Delivery,
) -> None:
    """Run the whole main job on bundled sample footage: no key and no network needed."""
    from geminivideo.app.cli.demo import run_demo

    run_demo(load_settings(), delivery.output, renders=renders, out=delivery.out)


@with_groups
def generate(
    *,
    brief: Annotated[Path | None, typer.Option(help="A JSON file with the brief; options override it.")] = None,
    options: BriefOptions,
    top: Annotated[int, typer.Option(min=1, help="How many rows of the ranking to print.")] = 10,
    json: Json = False,
) -> None:
    """Write, judge, predict and rank ad blueprints for a brief."""
    from geminivideo.app.cli.generate import read_brief, run_generate

    run_generate(load_settings(), Output(as_json=json), read_brief(brief, options.body), shown=top)


def analyze(
    video: Annotated[str, typer.Argument(help="A video file, or a link to one in Google Drive.")],
    sheet: Annotated[Path | None, typer.Option(help="Where the contact sheet goes.")] = None,
    sidecar: Annotated[
        Path | None,
        typer.Option(help="The document to read and correct; what you changed in it is honoured.", show_default=False),
    ] = None,
    account: Annotated[str | None, typer.Option(help="The account that the footage belongs to.")] = None,
    *,
    again: Annotated[bool, typer.Option("--again", help="Analyse it anew, also when that is done already.")] = False,
    json: Json = False,
) -> None:
    """Cut a video into scenes, measure and rank them, and keep it as footage for campaigns."""
    from geminivideo.app.cli.analyze import Analyze, run_analyze

    wanted = Analyze(video, sheet=sheet, sidecar=sidecar, account=account, again=again)
    run_analyze(load_settings(), Output(as_json=json), wanted)
