"""`geminivideo demo`: the whole main job on bundled footage, through the real API."""

import time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from geminivideo.app.cli.analyze import analyze_with_progress
from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.following import show_videos
from geminivideo.app.cli.generate import generate_with_progress
from geminivideo.app.cli.render import best_of, render_with_progress
from geminivideo.app.cli.stack import gateway
from geminivideo.app.cli.tables import ranking
from geminivideo.core.errors import ProcessingError
from geminivideo.core.settings import Settings

SAMPLES = ("man_juggling_football.mp4", "woman_playing_with_dog.mp4", "hands_pouring_coffee.mp4")

# The brief of the example business that the project's documents use throughout.
BRIEF: dict[str, Any] = {
    "product_name": "PTD Fitness Coaching",
    "offer": "Book your free consultation",
    "target_avatar": "busy professionals in Dubai",
    "pain_points": ["no time for the gym", "low energy after work", "diets that never last"],
    "desires": ["get strong again", "have energy all day", "feel confident in every meeting"],
    "num_variations": 50,
    "platforms": ["instagram_reels", "tiktok", "youtube_shorts"],
    "seed": 2026,
}


def run_demo(settings: Settings, output: Output, *, renders: int, out: Path | None) -> None:
    begun = time.monotonic()
    with gateway(settings, output.say) as client:
        footage = [_analyze_sample(client, output, name) for name in SAMPLES]
        campaign = generate_with_progress(client, output, {**BRIEF, "footage_ids": footage})
        output.show(ranking(campaign, shown=10))
        chosen = best_of(campaign, renders)
        if not chosen:
            raise ProcessingError("The council approved no blueprint of the demo.", next_step="report this")
        folder = out or settings.home / "demo" / campaign["campaign_id"]
        rows = render_with_progress(client, output, campaign["campaign_id"], chosen, {}, folder)
    show_videos(output, rows)
    output.say(
        f"Done in {time.monotonic() - begun:.0f} s. Everything was local: no key, no network, nothing published."
    )
    output.say(
        "Next: `make up` (or `geminivideo up`) keeps it running at http://127.0.0.1:8080; README.md has the rest."
    )
    output.result({"campaign": campaign, "videos": rows})


def _analyze_sample(client: GatewayClient, output: Output, name: str) -> str:
    with as_file(files("geminivideo.app") / "samples" / name) as path:
        return str(analyze_with_progress(client, output, path, None)["footage_id"])
