"""`geminivideo outcomes FILE.csv`: what became of ads, taken in whole or not at all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.learning import Follow
from geminivideo.app.cli.outcome_file import read_outcomes
from geminivideo.app.cli.stack import gateway
from geminivideo.core.plurals import counted
from geminivideo.core.settings import Settings


def run_outcomes(
    settings: Settings, output: Output, file: Path, campaign_id: str | None, follow: Follow | None = None
) -> None:
    """With `follow`, what the outcomes taught is waited for."""
    rows = read_outcomes(file, campaign_id)
    with gateway(settings, output.say) as client:
        answer = client.record_outcomes(rows)
        output.say(_told(answer))
        if follow:
            answer["learning"] = follow(client, output, answer["accounts"])
    output.result(answer)


def _told(answer: Mapping[str, Any]) -> str:
    whose = f"{counted(answer['blueprints'], 'blueprint')} in {counted(answer['campaigns'], 'campaign')}"
    return f"Recorded {counted(answer['recorded'], 'row')}, of {whose}"
