"""What ads did, from the place that showed them."""

from pathlib import Path
from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.shared import Json
from geminivideo.app.cli.settings import load_settings
from geminivideo.attribution.ads_manager.amounts import DecimalMark
from geminivideo.attribution.ads_manager.dates import DayOrder
from geminivideo.core.accounts import DEFAULT_ACCOUNT


def import_insights(
    file: Annotated[Path, typer.Argument(help="A CSV export of the Ads tab of Meta Ads Manager.", show_default=False)],
    account: Annotated[str, typer.Option(help="Whose ads they are.")] = DEFAULT_ACCOUNT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, store nothing.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove what is stored of the same ads over overlapping days.")
    ] = False,
    currency: Annotated[
        str | None, typer.Option(help="Such as USD, for an export that does not say its own.", show_default=False)
    ] = None,
    decimal_mark: Annotated[
        DecimalMark | None, typer.Option(help="Of amounts, for an export that leaves it open.", show_default=False)
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="What 05/11/2026 begins with.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Take in what your ads did, from an export of Meta Ads Manager in any of eleven languages. Ads whose names have
    the ids of a campaign and a blueprint, or of a video, are linked. Imported again, a period is replaced.
    """
    from geminivideo.app.cli.import_insights import run_import_insights
    from geminivideo.app.cli.learning import follow_learning

    order = None if day_first is None else DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST
    asked = {"account_id": account, "dry_run": dry_run, "replace": replace}
    told = {"currency": currency and currency.upper(), "decimal_mark": decimal_mark, "day_order": order}
    asked |= {name: value for name, value in told.items() if value}
    run_import_insights(load_settings(), Output(as_json=json), file, asked, follow_learning)
