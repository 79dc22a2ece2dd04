"""The clips of a plan that have keyframes, as files that the filter graph reads instead of their sources."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.filter_graph import Materials
from geminivideo.rendering.keyframes.warping import warp_clip
from geminivideo.rendering.plan import EditPlan, FootageClip
from geminivideo.rendering.workspace import Workspace


def make_keyframed(
    ffmpeg: Ffmpeg, plan: EditPlan, materials: Materials, workspace: Workspace, check: Callable[[], None]
) -> Materials:
    ready = {
        index: _made(ffmpeg, plan, index, clip, materials, workspace, check)
        for index, clip in enumerate(plan.clips)
        if isinstance(clip, FootageClip) and clip.keyframes
    }
    return replace(materials, cut_out={**materials.cut_out, **ready})


def _made(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    index: int,
    clip: FootageClip,
    materials: Materials,
    workspace: Workspace,
    check: Callable[[], None],
) -> str:
    frames, frame, base = clip.frames + plan.tail(index), plan.platform.frame, plan.palette.base
    facts, name = materials.facts[clip.footage_id], materials.sources[clip.footage_id]
    source = ("-f", facts.demuxer, "-threads", "1", "-i", str((workspace.folder / name).absolute()))
    looks = clip.model_dump(mode="json", exclude={"start", "scene", "reason", "transition", "transition_frames"})
    inputs = json.dumps([looks, frames, plan.source(clip.footage_id).sha256, frame.width, frame.height, base])

    def make(target: Path) -> None:
        with workspace.scratch() as scratch:
            warp_clip(ffmpeg, clip, frames, source, facts, frame, base, scratch, target, check)

    return workspace.produce("keyframed", inputs, ".mp4", make).name
