"""Render jobs to watch until all have ended, and their videos to download."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.progress import Progress, TaskID

from geminivideo.app.cli.advice import advice
from geminivideo.app.cli.client import GatewayClient, wait_for_jobs
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.tables import videos
from geminivideo.core.errors import ProcessingError


def follow(client: GatewayClient, output: Output, queued: Mapping[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Show a bar per job of an answer until all have ended, and download what they made; as `render_with_progress`."""
    jobs = {job["job_id"]: job.get("hook_text") or job["blueprint_id"] for job in queued["jobs"]}
    with output.progress() as progress:
        bars = {job: progress.add_task(f"{name}: queued", total=100) for job, name in jobs.items()}
        events = client.events(queued["websocket_url"])
        ended = wait_for_jobs(events, list(jobs), lambda event: _show(progress, bars, jobs, event))
    rows = _download(client, queued["campaign_id"], list(jobs), folder)
    failed = [event for event in ended.values() if event["type"] == "render_failed"]
    if failed:
        raise ProcessingError(
            f"{len(failed)} of {len(jobs)} ads failed: {failed[0]['error']['detail']}",
            next_step=advice(failed[0]["error"]),
        )
    return rows


def _show(progress: Progress, bars: Mapping[str, TaskID], jobs: Mapping[str, str], event: Mapping[str, Any]) -> None:
    job = str(event.get("job_id"))
    if job not in bars:
        return
    if event["type"] == "render_progress":
        progress.update(bars[job], completed=event["progress"], description=f"{jobs[job]}: {event['stage']}")
    elif event["type"] == "render_complete":
        progress.update(bars[job], completed=100, description=f"{jobs[job]}: done")
    elif event["type"] == "render_failed":
        progress.update(bars[job], description=f"{jobs[job]}: failed")


def _download(client: GatewayClient, campaign_id: str, jobs: Sequence[str], folder: Path) -> list[dict[str, Any]]:
    """In the order of the jobs."""
    rows = sorted(
        (video for video in client.videos(campaign_id) if video["job_id"] in jobs),
        key=lambda video: jobs.index(video["job_id"]),
    )
    for row in rows:
        target = folder / f"{file_stem(row)}.mp4"
        client.download(row["video_url"], target)
        client.download(row["thumbnail_url"], target.with_suffix(".jpg"))
        if row["captions"]:
            client.download(row["captions"]["srt"], target.with_suffix(".srt"))
        row["file"] = str(target)
    return rows


def file_stem(row: Mapping[str, Any]) -> str:
    """Variants share a blueprint, so their names hold their own id."""
    parts = [row["blueprint_id"], row["platform"]]
    parts += [row["video_id"]] if row["variant_of"] else []
    return "_".join([*parts, "preview"] if row["preview"] else parts)


def show_videos(output: Output, rows: Sequence[Mapping[str, Any]]) -> None:
    """The table, and each file on a line of its own that can be copied whole."""
    output.show(videos(rows))
    for row in rows:
        output.say_whole(row["file"])
    previews = [row for row in rows if row["preview"]]
    if previews:
        output.say("These are previews. An ad in full, from the plan as it is:")
    for row in previews:
        output.say_whole(f"  geminivideo render --video {row['video_id']}")
    if rows:
        output.say("Other hooks, music or captions over the same pictures:")
        output.say_whole(f"  geminivideo variants {rows[0]['video_id']} --hook …")
