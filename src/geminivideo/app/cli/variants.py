"""`geminivideo variants`: the ad that is there with other hooks, music, captions or another button."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geminivideo.app.api.schemas.variants import VariantsRequest
from geminivideo.app.cli.client import AnsweredError
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.following import follow, show_videos
from geminivideo.app.cli.stack import gateway
from geminivideo.core.complaints import invalid_request
from geminivideo.core.settings import Settings


def run_variants(
    settings: Settings, output: Output, video_id: str, *, changes: Mapping[str, Any], out: Path | None
) -> None:
    request = {name: value for name, value in changes.items() if value is not None}
    check_variants(request)
    with gateway(settings, output.say) as client:
        queued = client.variants(video_id, request)
        for line in warnings_in(queued):
            output.say(line, style="yellow")
        rows = follow(client, output, queued, out or Path("videos") / queued["campaign_id"])
    show_videos(output, rows)
    output.result({**queued, "videos": rows})


def check_variants(request: Mapping[str, Any]) -> None:
    """Refuse here what the gateway would refuse, in its words, before a stack is started to ask one."""
    try:
        VariantsRequest.model_validate(request)
    except ValidationError as error:
        raise AnsweredError(invalid_request(error.errors())) from error


def warnings_in(queued: Mapping[str, Any]) -> list[str]:
    """What ad policy has against the new texts, each once."""
    found = [warning for job in queued["jobs"] for warning in job["warnings"]]
    lines = [f"Ad policy ({each['rule']}): {each['words']!r} in {each['sentence']!r}" for each in found]
    return list(dict.fromkeys(lines))
