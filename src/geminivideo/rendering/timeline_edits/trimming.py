"""Trimming and deleting: the time goes (ripple), or a neighbour takes it (roll)."""

from geminivideo.rendering.plan.clips import MIN_END_CARD_FRAMES, Clip, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.timeline_edits.clip_track import clip_at, in_order, with_clips
from geminivideo.rendering.timeline_edits.following import with_room, without
from geminivideo.rendering.timeline_edits.model import CannotEditError, Delete, Edge, Mode, Trim
from geminivideo.rendering.timeline_edits.window import windowed


def trim(plan: EditPlan, edit: Trim) -> EditPlan:
    clip_at(plan, edit.clip)
    if edit.mode is Mode.ROLL:
        return _rolled(plan, edit.clip if edit.edge is Edge.TAIL else edit.clip - 1, edit.by)
    clip = plan.clips[edit.clip]
    head, longer = edit.edge is Edge.HEAD, -edit.by if edit.edge is Edge.HEAD else edit.by
    changed = _ended(edit.clip, clip, head=edit.by if head else 0, tail=0 if head else edit.by)
    clips = in_order([*plan.clips[: edit.clip], changed, *plan.clips[edit.clip + 1 :]])
    at = clip.start if head else clip.end
    if longer >= 0:
        return with_clips(plan, clips, **with_room(plan, at, longer))
    return with_clips(plan, clips, **(without(plan, at, at - longer) if head else without(plan, at + longer, at)))


def _rolled(plan: EditPlan, before: int, by: int) -> EditPlan:
    """The edge between clip `before` and the one after it, `by` frames later."""
    if not 0 <= before < len(plan.clips) - 1:
        raise CannotEditError("there is no neighbour at that edge to take or give the time: trim with mode ripple")
    one, two = plan.clips[before], plan.clips[before + 1]
    clips = [_ended(before, one, tail=by), _ended(before + 1, two, head=by)]
    return with_clips(plan, in_order([*plan.clips[:before], *clips, *plan.clips[before + 2 :]]))


def _ended(index: int, clip: Clip, *, head: int = 0, tail: int = 0) -> Clip:
    """The clip with its edges so many frames later; where it stands in the ad is settled afterwards."""
    frames = clip.frames - head + tail
    least = MIN_END_CARD_FRAMES if isinstance(clip, EndCardClip) else 1
    if frames < least:
        raise CannotEditError(
            f"clip {index} has {clip.frames} frames and would have {frames}, at least {least} are needed"
        )
    if isinstance(clip, FootageClip) and clip.in_seconds + head / FPS < 0:
        raise CannotEditError(
            f"clip {index} begins {clip.in_seconds:.2f} s into {clip.footage_id}: there are no {-head} frames before it"
        )
    return windowed(clip, clip.start + head, head, frames)


def delete(plan: EditPlan, edit: Delete) -> EditPlan:
    clip = clip_at(plan, edit.clip)
    others = [*plan.clips[: edit.clip], *plan.clips[edit.clip + 1 :]]
    if not others:
        raise CannotEditError("the only clip of an ad stays")
    if edit.mode is Mode.RIPPLE:
        return with_clips(plan, in_order(others), **without(plan, clip.start, clip.end, with_content=True))
    if edit.clip:
        others[edit.clip - 1] = _ended(edit.clip - 1, others[edit.clip - 1], tail=clip.frames)
    else:
        others[0] = _ended(1, others[0], head=-clip.frames)
    return with_clips(plan, in_order(others))
