"""`geminivideo render`: blueprints become MP4 files in a folder, through the gateway."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.following import follow, show_videos
from geminivideo.app.cli.reading import read_object
from geminivideo.app.cli.stack import gateway
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.settings import Settings
from geminivideo.core.vocabulary import Quality


def run_render(
    settings: Settings,
    output: Output,
    campaign_id: str,
    *,
    blueprints: Sequence[str],
    top: int,
    options: Mapping[str, Any],
    out: Path | None,
    save_plan: Path | None = None,
) -> None:
    with gateway(settings, output.say) as client:
        chosen = list(blueprints) or best_of(client.campaign(campaign_id), top)
        if save_plan is not None and len(chosen) != 1:
            raise InvalidInputError(
                f"--save-plan keeps one ad's plan, and {len(chosen)} are to be rendered.",
                next_step="name one with --blueprint, or give --top 1",
            )
        rows = render_with_progress(client, output, campaign_id, chosen, options, out or Path("videos") / campaign_id)
        _save_plan(client, rows, save_plan)
    show_result(output, campaign_id, rows)


def run_render_plan(
    settings: Settings,
    output: Output,
    plan: Path,
    *,
    campaign_id: str | None,
    quality: Quality,
    preview: bool,
    out: Path | None,
    save_plan: Path | None = None,
    edits: Sequence[Mapping[str, Any]] = (),
) -> None:
    """A plan file as it is: by `--save-plan` or GET /pipeline/videos/{id}/plan, and then changed."""
    request = {
        "plan": read_object(plan, "plan", example="`geminivideo render … --save-plan FILE` writes one"),
        "campaign_id": campaign_id,
        "quality": quality,
        "preview": preview,
        **({"edits": list(edits)} if edits else {}),
    }
    with gateway(settings, output.say) as client:
        queued = client.render_plan(request)
        rows = follow(client, output, queued, out or Path("videos") / queued["campaign_id"])
        _save_plan(client, rows, save_plan)
    show_result(output, queued["campaign_id"], rows)


def run_render_video(settings: Settings, output: Output, video_id: str, *, quality: Quality, out: Path | None) -> None:
    """A video's plan in full, usually a preview's."""
    with gateway(settings, output.say) as client:
        queued = client.render_video(video_id, {"quality": quality})
        rows = follow(client, output, queued, out or Path("videos") / queued["campaign_id"])
    show_result(output, queued["campaign_id"], rows)


def refuse_with_video(given: Mapping[str, object]) -> None:
    """A video's plan is rendered as it is: nothing else may be asked of it."""
    named = [name for name, value in given.items() if value]
    if named:
        raise InvalidInputError(
            f"--video renders the ad of that video as it is; {' and '.join(named)} cannot be given with it.",
            next_step="leave that out; a changed plan is rendered with --plan FILE",
        )


def _save_plan(client: GatewayClient, rows: Sequence[Mapping[str, Any]], target: Path | None) -> None:
    if target is not None:
        for row in rows:
            target.write_text(json.dumps(client.plan(row["video_id"]), indent=1, ensure_ascii=False) + "\n", "utf-8")


def show_result(output: Output, campaign_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    show_videos(output, rows)
    output.result({"campaign_id": campaign_id, "videos": rows})


def best_of(campaign: Mapping[str, Any], count: int) -> list[str]:
    return [blueprint["id"] for blueprint in campaign.get("blueprints", [])[:count]]


def render_with_progress(
    client: GatewayClient,
    output: Output,
    campaign_id: str,
    blueprints: Sequence[str],
    options: Mapping[str, Any],
    folder: Path,
) -> list[dict[str, Any]]:
    """Render, show a bar per ad, and download what was made; gives a row per video with its `file`.

    Raises:
        InvalidInputError: when the folder cannot be made; minutes of rendering would be for nothing.
        ProcessingError: when no ad could be rendered, or some failed (after the others were downloaded).
    """
    _make(folder)
    queued = client.render({"campaign_id": campaign_id, "blueprint_ids": list(blueprints), **options})
    return follow(client, output, queued, folder)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInputError(
            f"The folder {folder} cannot be made: {error.strerror}.", next_step="choose another one with --out"
        ) from error
