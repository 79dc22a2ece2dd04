"""`geminivideo footage`: an account's footage, and why files of watched folders are not among it."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.markup import escape
from geminivideo.app.cli.stack import gateway
from geminivideo.core.settings import Settings


def run_footage(settings: Settings, output: Output, account_id: str, limit: int) -> None:
    with gateway(settings, output.say) as client:
        footage, watched = client.footage_list(account_id, limit), client.watched(account_id)
    output.show(footage_table(account_id, footage))
    listed = {row["footage_id"] for row in footage}
    if others := [file for file in watched["files"] if file["footage_id"] not in listed]:
        output.show(watched_table(others))
    output.result({"footage": footage, "watched": watched})


def footage_table(account_id: str, footage: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title=f"Footage of {account_id}, the latest first", title_justify="left", title_style="bold")
    table.add_column("status", no_wrap=True)
    for name in ("seconds", "scenes"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("footage", overflow="fold", ratio=1)
    for row in footage:
        seconds = "-" if row["duration_seconds"] is None else f"{row['duration_seconds']:.1f}"
        named = f"{escape(row['label'])}\n{row['footage_id']}{_why(row['problem'])}\n[dim]{escape(_origin(row))}[/]"
        table.add_row(row["status"], seconds, str(row["scenes"]), named)
    return table


def watched_table(files: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title="In watched folders and no footage", title_justify="left", title_style="bold")
    table.add_column("state", no_wrap=True)
    table.add_column("file", overflow="fold", ratio=1)
    for row in files:
        table.add_row(row["state"], f"{escape(row['path'])}{_why(row['problem'])}")
    return table


def _origin(row: Mapping[str, Any]) -> str:
    day = str(row["created_at"])[:16].replace("T", " ")
    return f"{day}, {row['source']} {row['origin'] or ''}".strip()


def _why(problem: Mapping[str, Any] | None) -> str:
    if not problem:
        return ""
    remedy = f" Next step: {problem['next_step']}" if problem["next_step"] else ""
    return f"\n{escape(problem['cause'])}[dim]{escape(remedy)}[/]"
