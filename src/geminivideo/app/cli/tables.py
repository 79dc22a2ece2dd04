"""Tables for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from geminivideo.app.cli.markup import escape


def ranking(campaign: Mapping[str, Any], shown: int) -> Table:
    table = Table(title=_headline(campaign), title_justify="left", title_style="bold", show_lines=True)
    table.caption, table.caption_justify = _basis(campaign), "left"
    for name in ("#", "id", "council", "ROAS\n95% interval"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("hook", overflow="fold", ratio=1)
    for blueprint in campaign["blueprints"][:shown]:
        table.add_row(*_ranking_row(blueprint))
    return table


def _headline(campaign: Mapping[str, Any]) -> str:
    return (
        f"{campaign['approved']} of {campaign['total_generated']} blueprints approved "
        f"in {campaign['generation_time_seconds']:.1f} s"
    )


def _basis(campaign: Mapping[str, Any]) -> str | None:
    """What a reader must know before believing the figures."""
    if campaign["sources"]["oracle_details"]["basis"] != "prior":
        return None
    return "ROAS is the cold-start opinion: the order is an informed guess, and no result of yours is in it yet."


def _ranking_row(blueprint: Mapping[str, Any]) -> list[str]:
    low, high = blueprint["roas_interval"]
    kind = blueprint["hook_type"].replace("_", " ")
    return [
        str(blueprint["rank"]),
        blueprint["id"],
        f"{blueprint['council_score']:.1f}",
        f"{blueprint['predicted_roas']:.2f}\n[dim]{low:.2f} - {high:.2f}[/]",
        f"{escape(blueprint['hook_text'])}\n[dim]{kind}, {blueprint['confidence_level']} confidence[/]",
    ]


def videos(rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title="Rendered ads", title_justify="left", title_style="bold")
    for name in ("id", "seconds", "MB", "ROAS"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("hook", overflow="fold", ratio=1)
    for row in rows:
        size = f"{row['file_size_bytes'] / 1e6:.1f}"
        seconds, roas = f"{row['duration_seconds']:.1f}", _number(row["predicted_roas"])
        named = f"{row['blueprint_id']}\n[dim]preview[/]" if row["preview"] else row["blueprint_id"]
        table.add_row(named, seconds, size, roas, escape(row["hook_text"]))
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
