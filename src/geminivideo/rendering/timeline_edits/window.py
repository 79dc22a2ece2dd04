"""A clip that shows another stretch of what it showed: its words, sound, crop path and keyframes come along."""

from typing import Any, TypeVar

from geminivideo.rendering.crop.motion import view_at
from geminivideo.rendering.plan.clips import CardClip, Clip, FootageClip
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import CropKey, CropWindow
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.timeline_edits.moves import keyframes_in

_Kept = TypeVar("_Kept", bound=Clip)


def rebuilt(clip: _Kept, **changed: Any) -> _Kept:
    """Built anew, so that it is checked anew."""
    return type(clip)(**{**dict(clip), **changed})


def windowed(clip: Clip, start: int, first: int, frames: int) -> Clip:
    """The clip at frame `start` of the ad, showing `frames` frames from its own frame `first` on, which may lie before
    what it showed.
    """
    changed: dict[str, Any] = {"start": start, "frames": frames}
    if isinstance(clip, FootageClip):
        changed["in_seconds"] = round(clip.in_seconds + first / FPS, 6) if first else clip.in_seconds
        changed |= _path(clip, first, frames)
        changed["keyframes"] = keyframes_in(clip, first, frames)
    elif isinstance(clip, StillClip):
        changed["keyframes"] = keyframes_in(clip, first, frames)
    elif isinstance(clip, CardClip):
        changed["headline"] = _headline(clip, start - clip.start - first, start, start + frames)
    changed |= _transition(clip, frames)
    return rebuilt(clip, **changed)


def _transition(clip: Clip, frames: int) -> dict[str, Any]:
    return {} if clip.transition_frames < frames else shorter_transition(clip, frames - 1)


def shorter_transition(clip: Clip, most: int) -> dict[str, Any]:
    """What no longer fits gets shorter, at last a cut."""
    kept = min(clip.transition_frames, max(0, most))
    return {"transition_frames": kept} if kept else {"transition_frames": 0, "transition": "cut"}


def _headline(clip: CardClip, later: int, start: int, end: int) -> tuple[Any, ...]:
    return tuple(
        word.model_copy(update={"start": min(max(word.start + later, start), end - 1), "end": end})
        for word in clip.headline
    )


def _path(clip: FootageClip, first: int, frames: int) -> dict[str, Any]:
    path = clip.crop_path
    if not path:
        return {}
    inside = [key.model_copy(update={"frame": key.frame - first}) for key in path if 0 <= key.frame - first < frames]
    if path[0].frame < first < path[-1].frame and (not inside or inside[0].frame > 0):
        inside.insert(0, _place(clip, first, 0))
    if path[0].frame - first < frames <= path[-1].frame - first and frames > 1:
        edge = _place(clip, first + frames - 1, frames - 1)
        inside = [key for key in inside if key.frame < frames - 1] + [edge]
    if len(inside) > 1:
        return {"crop_path": tuple(inside)}
    there = _place(clip, first + frames - 1, 0)
    return {"crop_path": (), "crop": CropWindow(**{**dict(clip.crop), "x": there.x, "y": there.y})}


def _place(clip: FootageClip, frame: int, new_frame: int) -> CropKey:
    view = view_at(clip.model_copy(update={"crop_override": None}), frame)
    return CropKey(frame=new_frame, x=round(view.left / 2) * 2, y=round(view.top / 2) * 2)
