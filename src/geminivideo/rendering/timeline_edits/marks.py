"""Marks over the picture (titles, and whatever else a plan has that stands for a while) at other times."""

from collections.abc import Callable
from typing import Any

from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import Span

_SHORTEST = 12  # frames: what would stand shorter is left out, nobody could read it


def marks_at(plan: EditPlan, moved: Callable[[int, int], tuple[int, int]]) -> dict[str, Any]:
    """The plan's fields that hold marks, each from its new first to its new last frame. Clips are no marks."""
    changed: dict[str, Any] = {}
    for name, value in plan:
        if isinstance(value, Span):
            changed[name] = _at(value, *moved(value.start, value.end))
        elif name != "clips" and isinstance(value, tuple) and value and isinstance(value[0], Span):
            marks = [_at(mark, *moved(mark.start, mark.end)) for mark in value]
            changed[name] = tuple(mark for mark in marks if mark is not None)
    return changed


def _at(mark: Span, start: int, stop: int) -> Span | None:
    frames = stop - start
    if frames < min(_SHORTEST, mark.frames):
        return None
    if frames == mark.frames:
        return mark.model_copy(update={"start": start})
    keys = {"keyframes": tuple(k for k in getattr(mark, "keyframes", ()) if k.frame < frames)}
    return type(mark)(
        **{**dict(mark), **(keys if hasattr(mark, "keyframes") else {}), "start": start, "frames": frames}
    )
