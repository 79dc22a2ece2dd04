"""`geminivideo analyze VIDEO`: upload, follow the analysis, print the ranked scenes, draw the contact sheet."""

from pathlib import Path
from typing import Any

from geminivideo.app.cli.advice import advice
from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.stack import gateway
from geminivideo.app.cli.tables import scenes
from geminivideo.core.errors import InvalidInputError, ProcessingError
from geminivideo.core.settings import Settings


def run_analyze(settings: Settings, output: Output, video: Path, *, sheet: Path | None, account: str | None) -> None:
    check_readable(video)
    with gateway(settings, output.say) as client:
        footage = analyze_with_progress(client, output, video, account)
        target = sheet or Path(f"{video.stem}.scenes.png")
        client.download(footage["contact_sheet_url"], target)
    output.show(scenes(footage))
    output.say_whole(f"Footage id: {footage['footage_id']}\nContact sheet: {target}")
    output.result({**footage, "contact_sheet": str(target)})


def check_readable(video: Path) -> None:
    if not video.is_file():
        raise InvalidInputError(f"There is no file {video}.", next_step="check the path")


def analyze_with_progress(client: GatewayClient, output: Output, video: Path, account: str | None) -> dict[str, Any]:
    """Upload and wait for the analysis; gives the footage with its scenes."""
    with output.progress() as progress:
        size = max(video.stat().st_size, 1)
        bar = progress.add_task(f"Uploading {video.name}", total=100)
        begun = client.upload(video, lambda sent: progress.update(bar, completed=100 * sent / size), account)
        for event in client.events(begun["websocket_url"]):
            if event["type"] == "footage_progress":
                progress.update(bar, completed=event["progress"], description=f"{video.name}: {event['stage']}")
            elif event["type"] == "footage_failed":
                raise ProcessingError(event["error"]["detail"], next_step=advice(event["error"]))
            elif event["type"] == "footage_ready":
                progress.update(bar, completed=100, description=f"{video.name}: {event['scenes']} scenes")
                break
    return client.footage(begun["footage_id"])
