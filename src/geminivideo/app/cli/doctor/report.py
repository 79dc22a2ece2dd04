"""What the doctor found, told."""

import sys
from dataclasses import asdict

from rich.table import Table

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.doctor.examination import examine
from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.app.cli.markup import escape
from geminivideo.core.errors import UnavailableError
from geminivideo.core.settings import Settings

_COLOURS = {"ok": "green", "warning": "yellow", "broken": "red"}


def run_doctor(settings: Settings, output: Output) -> None:
    findings = list(examine(settings))
    output.show(_table(findings))
    output.result({"findings": [asdict(finding) for finding in findings]})
    broken = [finding for finding in findings if finding.state == "broken"]
    if broken and output.as_json:  # the findings are the document; an error beside them would be a second one
        sys.exit(UnavailableError.exit_code)
    if broken:
        raise UnavailableError(
            f"{len(broken)} of {len(findings)} checks failed: {', '.join(f.name for f in broken)}.",
            next_step=broken[0].remedy,
        )


def _table(findings: list[Finding]) -> Table:
    table = Table(title="geminivideo doctor", title_justify="left", title_style="bold")
    for column in ("check", "state"):
        table.add_column(column, no_wrap=True)
    table.add_column("found", overflow="fold", ratio=1)
    for finding in findings:
        remedy = f"\n[bold]Mend:[/] {escape(finding.remedy)}" if finding.remedy else ""
        colour = _COLOURS[finding.state]
        table.add_row(finding.name, f"[{colour}]{finding.state}[/]", escape(finding.detail) + remedy)
    return table
