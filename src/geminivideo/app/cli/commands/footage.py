"""Searching the footage."""

from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.groups import with_groups
from geminivideo.app.cli.options.search import SearchOptions
from geminivideo.app.cli.options.shared import Json
from geminivideo.app.cli.settings import load_settings


@with_groups
def find(
    query: Annotated[str, typer.Argument(help="What the scene should show, in words.", show_default=False)],
    *,
    options: SearchOptions,
    json: Json = False,
) -> None:
    """Find scenes of your footage by what is seen, written and said in them."""
    from geminivideo.app.cli.find import run_find

    run_find(load_settings(), Output(as_json=json), {"q": query, **options.asked})
