"""`geminivideo analyze VIDEO`: upload, follow the analysis, print the ranked scenes, draw the contact sheet."""

from pathlib import Path
from typing import Any

from rich.progress import Progress, TaskID

from geminivideo.app.cli.advice import advice
from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.stack import gateway
from geminivideo.app.cli.tables import scenes
from geminivideo.core.errors import InvalidInputError, ProcessingError
from geminivideo.core.settings import Settings
from geminivideo.footage.drive.links import is_drive_link, parse_link


def run_analyze(settings: Settings, output: Output, video: str, *, sheet: Path | None, account: str | None) -> None:
    """`video` is a file, or a link to one in Google Drive."""
    remote = is_drive_link(video)
    if remote:
        parse_link(video)  # what can be no video is refused before a stack is started for it
    else:
        check_readable(Path(video))
    with gateway(settings, output.say) as client:
        if remote:
            footage = import_with_progress(client, output, video, account)
        else:
            footage = analyze_with_progress(client, output, Path(video), account)
        target = sheet or Path(f"{footage['footage_id'] if remote else Path(video).stem}.scenes.png")
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
        _follow(client, begun["websocket_url"], video.name, progress, bar)
    return client.footage(begun["footage_id"])


def import_with_progress(client: GatewayClient, output: Output, link: str, account: str | None) -> dict[str, Any]:
    """Have it fetched and analysed; gives the footage with its scenes."""
    with output.progress() as progress:
        bar = progress.add_task("Google Drive: waiting for a worker", total=100)
        begun = client.import_drive(link, account)
        _follow(client, begun["websocket_url"], "Google Drive", progress, bar)
    return client.footage(begun["footage_id"])


def _follow(client: GatewayClient, websocket_url: str, name: str, progress: Progress, bar: TaskID) -> None:
    for event in client.events(websocket_url):
        if event["type"] == "footage_progress":
            progress.update(bar, completed=event["progress"], description=f"{name}: {event['stage']}")
        elif event["type"] == "footage_failed":
            raise ProcessingError(event["error"]["detail"], next_step=advice(event["error"]))
        elif event["type"] == "footage_ready":
            progress.update(bar, completed=100, description=f"{name}: {event['scenes']} scenes")
            break
