"""The main job, timed stage by stage through the real API on this machine, with the bundled footage and brief.

A fresh home is used, so the first start includes initialising the database and training the eight engines.
"""

import itertools
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.demo import BRIEF, SAMPLES
from geminivideo.app.cli.stack import gateway
from geminivideo.core.settings import Settings

_WARM_RUNS = 5
_RENDERS = 3


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        Path(folder).chmod(0o711)
        settings = Settings(home=Path(folder), _env_file=None)
        begun = time.perf_counter()
        with gateway(settings, lambda _line: None) as client:
            first_start = time.perf_counter() - begun
            figures = _main_job(client)
        begun = time.perf_counter()
        with gateway(settings, lambda _line: None):
            later_start = time.perf_counter() - begun
    return {"first_start_seconds": first_start, "later_start_seconds": later_start, **figures}


def _main_job(client: GatewayClient) -> dict[str, Any]:
    footage = {name: _analyze(client, name) for name in SAMPLES}
    brief = {**BRIEF, "footage_ids": [row["footage_id"] for row in footage.values()]}
    generations = [_generate(client, brief) for _ in range(1 + _WARM_RUNS)]
    warm = sorted(run["wall_seconds"] for run in generations[1:])
    return {
        "footage": footage,
        "generation_first_seconds": generations[0]["wall_seconds"],
        "generation_warm_seconds": {"median": warm[len(warm) // 2], "worst": warm[-1]},
        "generation_approved": generations[0]["approved"],
        "renders": _render(client, generations[0]["campaign_id"]),
    }


def _analyze(client: GatewayClient, name: str) -> dict[str, Any]:
    begun = time.perf_counter()
    with as_file(files("geminivideo.app") / "samples" / name) as path:
        started = client.upload(path, lambda _sent: None)
    for event in client.events(started["websocket_url"]):
        if event["type"] in {"footage_ready", "footage_failed"}:
            break
    seconds = time.perf_counter() - begun
    footage = client.footage(started["footage_id"])
    return {
        "footage_id": footage["footage_id"],
        "wall_seconds": seconds,
        "video_seconds": footage["probe"]["duration_seconds"],
        "scenes": len(footage["scenes"]),
    }


def _generate(client: GatewayClient, brief: Mapping[str, Any]) -> dict[str, Any]:
    begun = time.perf_counter()
    campaign = client.generate_and_wait(brief)
    seconds = time.perf_counter() - begun
    return {"campaign_id": campaign["campaign_id"], "wall_seconds": seconds, "approved": campaign["approved"]}


def _render(client: GatewayClient, campaign_id: str) -> list[dict[str, Any]]:
    best = [blueprint["id"] for blueprint in client.campaign(campaign_id)["blueprints"][:_RENDERS]]
    queued = client.render({"campaign_id": campaign_id, "blueprint_ids": best})
    events = []
    for event in client.events(queued["websocket_url"]):
        events.append(event)
        if event["type"] == "campaign_complete":
            break
    videos = {video["job_id"]: video for video in client.videos(campaign_id)}
    return [_stages(job["job_id"], events, videos) for job in queued["jobs"]]


def _stages(
    job_id: str, events: Sequence[Mapping[str, Any]], videos: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Seconds per stage from the times that the events carry."""
    mine = [event for event in events if event.get("job_id") == job_id and event["type"].startswith("render")]
    spent: dict[str, float] = defaultdict(float)
    for event, following in itertools.pairwise(mine):
        spent[event.get("stage", "begin")] += _at(following) - _at(event)
    wall = _at(mine[-1]) - _at(mine[0])
    return {"wall_seconds": wall, "video_seconds": videos[job_id]["duration_seconds"], "stages": dict(spent)}


def _at(event: Mapping[str, Any]) -> float:
    return datetime.fromisoformat(event["at"]).timestamp()


def table(figures: Mapping[str, Any]) -> str:
    renders = figures["renders"]
    mean = sum(render["wall_seconds"] for render in renders) / len(renders)
    ratio = sum(r["wall_seconds"] for r in renders) / sum(r["video_seconds"] for r in renders)
    footage = figures["footage"].values()
    speed = sum(f["video_seconds"] for f in footage) / sum(f["wall_seconds"] for f in footage)
    warm = figures["generation_warm_seconds"]
    rows = [
        ("first start (database made, eight engines trained twice)", f"{figures['first_start_seconds']:.1f} s"),
        ("later start", f"{figures['later_start_seconds']:.1f} s"),
        ("footage: upload to ranked scenes", f"{speed:.1f}x real time"),
        ("50 blueprints, first campaign of a process", f"{figures['generation_first_seconds']:.2f} s"),
        ("50 blueprints, warm: median (worst) of five", f"{warm['median']:.2f} s ({warm['worst']:.2f} s)"),
        (f"one 1080x1920 ad, HIGH, mean of {len(renders)}", f"{mean:.1f} s ({ratio:.2f}x its length)"),
        *[(f"- of which {stage}", f"{seconds:.1f} s") for stage, seconds in _mean_stages(renders).items()],
    ]
    return "\n".join(["| stage | wall time |", "|---|---|", *[f"| {name} | {value} |" for name, value in rows]])


def _mean_stages(renders: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    names = dict.fromkeys(stage for render in renders for stage in render["stages"])
    return {name: sum(r["stages"].get(name, 0.0) for r in renders) / len(renders) for name in names}
