"""Clips of large sources, cut out one after the other before the ad is joined.

The one graph of an ad opens a source once for each clip, and an open 4K source holds about 100 MB of pictures. Cut out,
a clip has the frame's size, and a crash does not cost the clips that were ready.
"""

import json
from collections.abc import Callable
from dataclasses import replace

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.encode import encode_clip
from geminivideo.rendering.filter_graph import Materials, build_clip, is_large
from geminivideo.rendering.plan import EditPlan, FootageClip
from geminivideo.rendering.workspace import Workspace


def large_clips(plan: EditPlan) -> dict[int, FootageClip]:
    return {
        index: clip
        for index, clip in enumerate(plan.clips)
        if isinstance(clip, FootageClip) and not clip.keyframes and is_large(plan.source(clip.footage_id))
    }


def cut_out_large(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    materials: Materials,
    workspace: Workspace,
    check: Callable[[], None],
    on_frame: Callable[[int], None],
) -> Materials:
    """The materials with a ready file for each clip of a large source; `on_frame` hears how many frames are done."""
    ready: dict[int, str] = {}
    done = 0
    for index, clip in large_clips(plan).items():
        ready[index] = _cut_out(ffmpeg, plan, index, clip, materials, workspace, check)
        done += clip.frames
        on_frame(done)
    return replace(materials, cut_out=ready)


def _cut_out(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    index: int,
    clip: FootageClip,
    materials: Materials,
    workspace: Workspace,
    check: Callable[[], None],
) -> str:
    frames = clip.frames + plan.tail(index)
    graph = build_clip(plan, index, materials)
    inputs = json.dumps([plan.source(clip.footage_id).sha256, graph.text, [each.options for each in graph.inputs]])
    made = workspace.produce(
        "clip",
        inputs,
        ".mp4",
        lambda target: encode_clip(
            ffmpeg, graph, folder=workspace.folder, target=target.name, frames=frames, check=check
        ),
    )
    return made.name
