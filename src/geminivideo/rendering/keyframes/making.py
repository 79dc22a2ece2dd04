"""The clips of a plan that have keyframes, as files that the filter graph reads instead of their sources."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.graph.materials import Materials
from geminivideo.rendering.graph.model import File
from geminivideo.rendering.keyframes.warping import warp_clip
from geminivideo.rendering.materials import file_of
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.workspace import Workspace


def make_keyframed(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    frame: FrameSize,
    materials: Materials,
    workspace: Workspace,
    check: Callable[[], None],
) -> Materials:
    ready = {
        index: _made(ffmpeg, plan, frame, index, clip, materials, workspace, check)
        for index, clip in enumerate(plan.clips)
        if isinstance(clip, FootageClip) and clip.keyframes
    }
    return replace(materials, keyframed={**materials.keyframed, **ready})


def _made(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    frame: FrameSize,
    index: int,
    clip: FootageClip,
    materials: Materials,
    workspace: Workspace,
    check: Callable[[], None],
) -> File:
    frames, base = clip.frames + plan.tail(index), plan.palette.base
    facts, file = materials.facts[clip.footage_id], materials.sources[clip.footage_id]
    source = ("-f", facts.demuxer, "-threads", "1", "-i", str(file.path.absolute()))
    looks = clip.model_dump(mode="json", exclude={"start", "scene", "reason", "transition", "transition_frames"})
    made_by = [ffmpeg.version, ffmpeg.build, code_digest("keyframes/warping.py"), code_digest("keyframes/track.py")]
    lut = materials.lut
    inputs = json.dumps([looks, frames, file.content, lut and lut.content, frame.width, frame.height, base, made_by])

    def make(target: Path) -> None:
        with workspace.scratch() as scratch:
            table = lut.path if lut else None
            warp_clip(ffmpeg, clip, frames, source, facts, frame, base, scratch, target, check, table)

    return file_of(workspace.produce("keyframed", inputs, ".mp4", make, shared=True))
