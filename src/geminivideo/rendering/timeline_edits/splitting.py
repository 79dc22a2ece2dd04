"""Splitting a clip in two, and joining two that go on in one another."""

from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.crop.motion import view_at
from geminivideo.rendering.keyframes.track import state_at
from geminivideo.rendering.plan.clips import Clip, ClipSound, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.timeline_edits.clip_track import clip_at, with_clips
from geminivideo.rendering.timeline_edits.model import CannotEditError, Join, Split
from geminivideo.rendering.timeline_edits.window import rebuilt, windowed

_SAME_MOMENT = 0.5 / FPS


def split(plan: EditPlan, edit: Split) -> EditPlan:
    index, at = edit.clip, edit.at
    clip = clip_at(plan, index)
    if not at < clip.frames:
        raise CannotEditError(f"clip {index} lasts {clip.frames} frames and cannot be split at {at}")
    if not isinstance(clip, FootageClip):
        raise CannotEditError(f"clip {index} is a {clip.kind}, which is drawn whole: only footage can be split")
    if at <= clip.transition_frames or clip.frames - at < plan.tail(index):
        raise CannotEditError(f"clip {index} comes in or goes out by a transition at its frame {at}")
    if _lead(plan, index + 1) > clip.frames - at:
        raise CannotEditError(f"clip {index + 1} is heard before its picture, from the first part of clip {index} on")
    first = windowed(clip, clip.start, 0, at)
    second = rebuilt(windowed(clip, clip.start + at, at, clip.frames - at), transition="cut", transition_frames=0)
    first, second = _silent_between(first, second)
    return with_clips(plan, [*plan.clips[:index], first, second, *plan.clips[index + 1 :]])


def _lead(plan: EditPlan, index: int) -> int:
    clip = plan.clips[index] if index < len(plan.clips) else None
    return clip.sound.lead_frames if isinstance(clip, FootageClip) and clip.sound else 0


def _silent_between(first: Clip, second: Clip) -> tuple[Clip, Clip]:
    """A sound that goes on needs no J or L cut where the clip was split."""
    if not (isinstance(first, FootageClip) and isinstance(second, FootageClip) and first.sound and second.sound):
        return first, second
    ended = first.sound.model_copy(update={"tail_frames": 0})
    begun = second.sound.model_copy(update={"lead_frames": 0})
    return rebuilt(first, sound=ended), rebuilt(second, sound=begun)


def join(plan: EditPlan, edit: Join) -> EditPlan:
    index = edit.clip
    first, second = clip_at(plan, index), clip_at(plan, index + 1)
    if not (isinstance(first, FootageClip) and isinstance(second, FootageClip)):
        raise CannotEditError(f"clips {index} and {index + 1} are not both footage")
    _go_on(index, first, second)
    path, keys = first.crop_path, first.keyframes
    path += tuple(key.model_copy(update={"frame": key.frame + first.frames}) for key in second.crop_path)
    keys += tuple(
        key.model_copy(update={"frame": key.frame + first.frames})
        for number, key in enumerate(second.keyframes)
        if number or key.frame or state_at(first, first.frames - 1) != state_at(second, 0) or not first.keyframes
    )
    joined = rebuilt(
        first,
        frames=first.frames + second.frames,
        crop=second.crop if second.crop_path and not first.crop_path else first.crop,
        crop_path=path,
        keyframes=keys,
        sound=_one_sound(first.sound, second.sound),
    )
    return with_clips(plan, [*plan.clips[:index], joined, *plan.clips[index + 2 :]])


def _go_on(index: int, first: FootageClip, second: FootageClip) -> None:
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


def _one_sound(first: ClipSound | None, second: ClipSound | None) -> ClipSound | None:
    if first is None or second is None:
        return None
    return first.model_copy(update={"tail_frames": second.tail_frames})
