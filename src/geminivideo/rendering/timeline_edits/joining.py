"""Joining two clips of which one goes on where the other ends: undoes a split."""

from typing import Any, TypeVar

from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.crop.motion import view_at
from geminivideo.rendering.keyframes.track import state_at
from geminivideo.rendering.plan.clips import ClipSound, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import Keyframe
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.timeline_edits.clip_track import clip_at, with_clips
from geminivideo.rendering.timeline_edits.model import CannotEditError, Join
from geminivideo.rendering.timeline_edits.window import rebuilt

_Joined = TypeVar("_Joined", FootageClip, StillClip)
_SAME_MOMENT = 0.5 / FPS


def join(plan: EditPlan, edit: Join) -> EditPlan:
    index = edit.clip
    first, second = clip_at(plan, index), clip_at(plan, index + 1)
    joined: FootageClip | StillClip
    if isinstance(first, FootageClip) and isinstance(second, FootageClip):
        _footage_goes_on(index, first, second)
        joined = _one(first, second, **_heard_and_cropped(first, second))
    elif isinstance(first, StillClip) and isinstance(second, StillClip):
        _still_goes_on(index, first, second)
        joined = _one(first, second)
    else:
        raise CannotEditError(f"clips {index} and {index + 1} are not both footage, nor both stills")
    return with_clips(plan, [*plan.clips[:index], joined, *plan.clips[index + 2 :]])


def _one(first: _Joined, second: _Joined, **changed: Any) -> _Joined:
    return rebuilt(first, frames=first.frames + second.frames, keyframes=_keyframes(first, second), **changed)


def _keyframes(first: FootageClip | StillClip, second: FootageClip | StillClip) -> tuple[Keyframe, ...]:
    """The second clip's first one only where it tells something."""
    return first.keyframes + tuple(
        key.model_copy(update={"frame": key.frame + first.frames})
        for number, key in enumerate(second.keyframes)
        if number or key.frame or state_at(first, first.frames - 1) != state_at(second, 0) or not first.keyframes
    )


def _heard_and_cropped(first: FootageClip, second: FootageClip) -> dict[str, Any]:
    later = tuple(key.model_copy(update={"frame": key.frame + first.frames}) for key in second.crop_path)
    return {
        "crop": second.crop if second.crop_path and not first.crop_path else first.crop,
        "crop_path": first.crop_path + later,
        "sound": _one_sound(first.sound, second.sound),
    }


def _footage_goes_on(index: int, first: FootageClip, second: FootageClip) -> None:
    ends, what = first.in_seconds + first.frames / FPS, f"clips {index} and {index + 1}"
    if first.footage_id != second.footage_id or abs(second.in_seconds - ends) > _SAME_MOMENT:
        raise CannotEditError(f"{what} do not show one stretch of footage")
    if second.transition is not Transition.CUT:
        raise CannotEditError(f"{what} are joined by a transition already")
    same = ("crop_override", "fill", "grade", "scene", "scene_id")
    if any(getattr(first, name) != getattr(second, name) for name in same) or (first.sound is None) != (
        second.sound is None
    ):
        raise CannotEditError(f"{what} are framed, graded or heard differently")
    if view_at(first, first.frames - 1) != view_at(second, 0):
        raise CannotEditError(f"the crop jumps between {what}")


def _still_goes_on(index: int, first: StillClip, second: StillClip) -> None:
    what = f"clips {index} and {index + 1}"
    if (first.asset_id, first.sha256) != (second.asset_id, second.sha256):
        raise CannotEditError(f"{what} do not show one picture")
    if second.transition is not Transition.CUT:
        raise CannotEditError(f"{what} are joined by a transition already")
    if any(getattr(first, name) != getattr(second, name) for name in ("crop", "fill", "grade", "scene")):
        raise CannotEditError(f"{what} are framed or graded differently")
    if bool(first.keyframes) != bool(second.keyframes):
        raise CannotEditError(f"of {what} one moves and the other does not")


def _one_sound(first: ClipSound | None, second: ClipSound | None) -> ClipSound | None:
    if first is None or second is None:
        return None
    return first.model_copy(update={"tail_frames": second.tail_frames})
