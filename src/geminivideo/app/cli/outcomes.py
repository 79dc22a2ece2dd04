"""`geminivideo outcomes FILE.csv`: what became of ads, taken in whole or not at all."""

from pathlib import Path

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.outcome_file import read_outcomes
from geminivideo.app.cli.stack import gateway
from geminivideo.core.settings import Settings


def run_outcomes(settings: Settings, output: Output, file: Path, campaign_id: str | None) -> None:
    rows = read_outcomes(file, campaign_id)
    with gateway(settings, output.say) as client:
        answer = client.record_outcomes(rows)
    output.say(
        f"Recorded {answer['recorded']} rows, of {answer['blueprints']} blueprints in {answer['campaigns']} campaigns"
    )
    output.result(answer)
