"""`geminivideo generate`: a brief becomes ranked blueprints, through the gateway."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.reading import read_object
from geminivideo.app.cli.stack import gateway
from geminivideo.app.cli.tables import ranking
from geminivideo.core.errors import InvalidInputError, ProcessingError
from geminivideo.core.settings import Settings
from geminivideo.creative.model import Brief


def run_generate(settings: Settings, output: Output, brief: Mapping[str, Any], *, shown: int) -> None:
    with gateway(settings, output.say) as client:
        campaign = generate_with_progress(client, output, brief)
    output.show(ranking(campaign, shown))
    output.say("Render the best with:")
    output.say_whole(f"  geminivideo render {campaign['campaign_id']} --top 3")
    output.result(campaign)


def generate_with_progress(client: GatewayClient, output: Output, brief: Mapping[str, Any]) -> dict[str, Any]:
    """Start a campaign, show its progress, and give its answer.

    Raises:
        ProcessingError: when the generation failed; the cause is the service's own.
    """
    started = client.generate(brief)
    with output.progress() as progress:
        bar = progress.add_task("Writing and judging blueprints", total=100)
        for event in client.events(started["websocket_url"]):
            if event["type"] == "generation_progress":
                progress.update(bar, completed=event["progress"], description=event["message"])
            elif event["type"] == "generation_failed":
                raise ProcessingError(event["error"]["detail"], next_step=event["error"]["next_step"])
            elif event["type"] == "generation_complete":
                progress.update(bar, completed=100, description="Blueprints written, judged and ranked")
                break
    return client.campaign(started["campaign_id"])


def read_brief(path: Path | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """The brief file's fields, with the given options over them."""
    brief = read_object(path, "brief", example="write it like docs/brief.example.json") if path else {}
    brief |= {name: value for name, value in options.items() if value is not None and value != []}
    missing = [name for name, field in Brief.model_fields.items() if field.is_required() and name not in brief]
    if missing:
        raise InvalidInputError(
            f"The brief lacks {', '.join(missing)}.",
            next_step="give them as options (see `geminivideo generate --help`) or in a file with --brief",
        )
    return brief
