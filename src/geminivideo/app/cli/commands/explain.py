"""Why it is as it is, and what became of it."""

from pathlib import Path
from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.shared import Json
from geminivideo.app.cli.settings import load_settings
from geminivideo.core.accounts import DEFAULT_ACCOUNT


def explain(
    what: Annotated[
        str, typer.Argument(metavar="ID", help="A blueprint: campaign_…/bp_001, or bp_001.", show_default=False)
    ],
    campaign: Annotated[str | None, typer.Option(help="The campaign that bp_001 is of.", show_default="latest")] = None,
    account: Annotated[str, typer.Option(help="Whose latest campaign.")] = DEFAULT_ACCOUNT,
    json: Json = False,
) -> None:
    """Tell the whole story of a blueprint: script, scores, critiques, rewrites, prediction, renders, outcomes."""
    from geminivideo.app.cli.explain import Question, run_explain

    run_explain(load_settings(), Output(as_json=json), Question(what, campaign, account))


def outcomes(
    file: Annotated[Path, typer.Argument(help="A CSV file: a row per blueprint and day.", show_default=False)],
    campaign: Annotated[
        str | None, typer.Option(help="The campaign of all rows, where the file has no such column.")
    ] = None,
    json: Json = False,
) -> None:
    """Record what became of your ads. Columns: campaign, blueprint, day (or first_day, last_day), impressions,
    clicks, spend, revenue, currency, and conversions if they are counted. A period that is sent again is replaced.
    """
    from geminivideo.app.cli.learning import follow_learning
    from geminivideo.app.cli.outcomes import run_outcomes

    run_outcomes(load_settings(), Output(as_json=json), file, campaign, follow_learning)
