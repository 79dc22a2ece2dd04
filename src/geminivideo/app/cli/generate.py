"""`geminivideo generate`: a brief becomes ranked blueprints, through the gateway."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geminivideo.app.api.schemas.campaigns import CampaignRequest
from geminivideo.app.cli.advice import advice
from geminivideo.app.cli.client import AnsweredError, GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.model_costs import model_costs
from geminivideo.app.cli.reading import read_object
from geminivideo.app.cli.stack import gateway
from geminivideo.app.cli.tables import ranking
from geminivideo.core.complaints import invalid_request
from geminivideo.core.errors import InvalidInputError, NotFoundError, ProcessingError
from geminivideo.core.jobs.model import problem
from geminivideo.core.settings import Settings
from geminivideo.creative.model import Brief

_ENOUGH = 0.25


def run_generate(settings: Settings, output: Output, brief: Mapping[str, Any], *, shown: int) -> None:
    check_brief(brief)
    with gateway(settings, output.say) as client:
        campaign = generate_with_progress(client, output, brief)
    output.show(ranking(campaign, shown))
    for line in [*model_costs(campaign), *few_approved(campaign)]:
        output.say(line)
    output.say("Render the best with:")
    output.say_whole(f"  geminivideo render {campaign['campaign_id']} --top 3")
    output.result(campaign)


def few_approved(campaign: Mapping[str, Any]) -> list[str]:
    """What to change in the brief, where fewer than a quarter of the drafts were approved."""
    if campaign["approved"] >= _ENOUGH * campaign["total_generated"]:
        return []
    advice: dict[str, list[str]] = {}
    for reason in campaign["statistics"]["shortfalls"]:
        advice.setdefault(reason["advice"], []).append(reason["criterion"].replace("_", " "))
    lines = [f"  {', '.join(criteria)}: {text}" for text, criteria in advice.items()]
    return ["Few drafts were approved. What held them back most often:", *lines]


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
                raise ProcessingError(event["error"]["detail"], next_step=advice(event["error"]))
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


def check_brief(brief: Mapping[str, Any]) -> None:
    """Refuse here what the gateway would refuse, in its words, before a stack is started to ask one."""
    try:
        CampaignRequest.model_validate(brief)
    except ValidationError as error:
        raise AnsweredError(invalid_request(error.errors())) from error
    except NotFoundError as error:  # of an id that this program would never make
        raise AnsweredError(problem(error)) from error
