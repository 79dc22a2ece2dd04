"""`geminivideo analyze VIDEO`: upload, follow the analysis, honour corrections, print the ranked scenes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import Progress, TaskID

from geminivideo.app.cli.advice import advice
from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.corrections import SidecarFile
from geminivideo.app.cli.scene_table import scenes
from geminivideo.app.cli.stack import gateway
from geminivideo.core.errors import InvalidInputError, ProcessingError
from geminivideo.core.settings import Settings
from geminivideo.core.visible_text import clean
from geminivideo.footage.drive.links import is_drive_link, parse_link


@dataclass(frozen=True, slots=True)
class Analyze:
    """`video` is a file, or a link to one in Google Drive."""

    video: str
    sheet: Path | None = None
    sidecar: Path | None = None
    account: str | None = None
    again: bool = False

    @property
    def is_remote(self) -> bool:
        return is_drive_link(self.video)

    def check(self) -> None:
        """What can be no video is refused before a stack is started for it."""
        if self.is_remote:
            parse_link(self.video)
        else:
            check_readable(Path(self.video))

    def beside(self, footage_id: str, ending: str) -> Path:
        return Path(f"{footage_id if self.is_remote else Path(self.video).stem}.scenes.{ending}")


def run_analyze(settings: Settings, output: Output, wanted: Analyze) -> None:
    wanted.check()
    beforehand = wanted.sidecar or (None if wanted.is_remote else wanted.beside("", "json"))
    if beforehand and beforehand.exists():
        SidecarFile(beforehand).read()  # one that cannot be read is refused before anything is begun
    with gateway(settings, output.say) as client:
        if wanted.is_remote:
            footage = import_with_progress(client, output, wanted.video, wanted.account)
        else:
            footage = analyze_with_progress(client, output, Path(wanted.video), wanted.account)
        footage_id = footage["footage_id"]
        sidecar = SidecarFile(wanted.sidecar or wanted.beside(footage_id, "json"), chosen=wanted.sidecar is not None)
        footage = _brought_up(client, output, footage, sidecar, again=wanted.again)
        target = wanted.sheet or wanted.beside(footage_id, "png")
        client.download(footage["contact_sheet_url"], target)
        client.download(f"/api/video/{footage_id}/sidecar", sidecar.path)  # there for footage of older versions too
    _show(output, footage, target, sidecar.path)
    output.result({**footage, "contact_sheet": str(target), "sidecar": str(sidecar.path)})


def _brought_up(
    client: GatewayClient, output: Output, footage: dict[str, Any], sidecar: SidecarFile, *, again: bool
) -> dict[str, Any]:
    """The footage with the corrections of its sidecar, analysed anew where that is wanted or needed."""
    footage_id, begun = footage["footage_id"], None
    if aside := sidecar.put_aside_if_of_another_file(footage["sha256"]):
        output.say(f"{sidecar.path} is of another file; it is kept as {aside}.")
    if (document := sidecar.to_be_sent(already_corrected=footage["corrected"])) is not None:
        begun = client.correct(footage_id, document)
        output.say(f"Corrections are taken from {sidecar.path}.")
    if again and (begun is None or begun["after"] is None):
        begun = client.analyze_again(footage_id)
    if begun is None or begun["after"] is None:
        return footage
    with output.progress() as progress:
        bar = progress.add_task("Analysing anew", total=100)
        _follow(client, begun["websocket_url"], "Analysing anew", progress, bar, after=begun["after"])
    return client.footage(footage_id)


def _show(output: Output, footage: dict[str, Any], sheet: Path, sidecar: Path) -> None:
    output.show(scenes(footage))
    if footage["problem"]:
        for problem in footage["problem"]["cause"].split("; "):
            output.say(f"Remark: {clean(problem)}")
    output.say_whole(f"Footage id: {footage['footage_id']}\nContact sheet: {sheet}\nScenes to correct: {sidecar}")


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


def _follow(
    client: GatewayClient, websocket_url: str, name: str, progress: Progress, bar: TaskID, after: int = 0
) -> None:
    for event in client.events(websocket_url, after):
        if event["type"] == "footage_progress":
            progress.update(bar, completed=event["progress"], description=f"{name}: {event['stage']}")
        elif event["type"] == "footage_failed":
            raise ProcessingError(event["error"]["detail"], next_step=advice(event["error"]))
        elif event["type"] == "footage_ready":
            progress.update(bar, completed=100, description=f"{name}: {event['scenes']} scenes")
            break
