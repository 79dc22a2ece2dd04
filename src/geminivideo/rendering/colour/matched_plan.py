"""Measuring the clips of a plan and matching them; what was measured is kept beside the render and shared."""

import json
from collections.abc import Callable
from contextlib import ExitStack

from pydantic import TypeAdapter

from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.colour.appearance import Appearance, measure
from geminivideo.rendering.colour.matching import match
from geminivideo.rendering.known_sources import facts_of
from geminivideo.rendering.materials import OpenSource
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.workspace import Workspace

_SEEN = TypeAdapter(Appearance | None)


def matched(plan: EditPlan, workspace: Workspace, open_source: OpenSource, check: Callable[[], None]) -> EditPlan:
    """The plan with its clips nearer to each other.

    Raises:
        ProcessingError: when a source cannot be read.
    """
    footage = {index: clip for index, clip in enumerate(plan.clips) if isinstance(clip, FootageClip)}
    if len(footage) < 2:
        return plan
    scenes: dict[tuple[str, str], Appearance | None] = {}
    for clip in sorted(footage.values(), key=lambda clip: clip.in_seconds):
        check()
        scene = (clip.footage_id, clip.scene_id)
        if scene not in scenes:  # a shot keeps its light: one look at it is enough, and early in it is soonest reached
            scenes[scene] = _appearance(plan, clip, workspace, open_source)
    found = {index: scenes[clip.footage_id, clip.scene_id] for index, clip in footage.items()}
    return match(plan, {index: appearance for index, appearance in found.items() if appearance is not None})


def _appearance(plan: EditPlan, clip: FootageClip, workspace: Workspace, open_source: OpenSource) -> Appearance | None:
    source = plan.source(clip.footage_id)

    def look() -> str:
        with ExitStack() as stack:
            path = stack.enter_context(open_source(source))
            found = measure(path, facts_of(path, source.sha256, workspace), clip.in_seconds, clip.frames / FPS)
        return _SEEN.dump_json(found).decode()

    inputs = json.dumps([source.sha256, clip.in_seconds, clip.frames, code_digest("colour", "looking_through.py")])
    return _SEEN.validate_json(workspace.produce_text("appearance", inputs, ".json", look, shared=True))
