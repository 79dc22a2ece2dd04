"""Splitting a clip in two that show the same."""

from geminivideo.rendering.plan.clips import Clip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.timeline_edits.clip_track import clip_at, with_clips
from geminivideo.rendering.timeline_edits.model import CannotEditError, Split
from geminivideo.rendering.timeline_edits.window import rebuilt, windowed


def split(plan: EditPlan, edit: Split) -> EditPlan:
    index, at = edit.clip, edit.at
    clip = clip_at(plan, index)
    if not at < clip.frames:
        raise CannotEditError(f"clip {index} lasts {clip.frames} frames and cannot be split at {at}")
    if not isinstance(clip, FootageClip | StillClip):
        raise CannotEditError(
            f"clip {index} is a {clip.kind}, which is drawn whole: only footage can be split, or a still"
        )
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
