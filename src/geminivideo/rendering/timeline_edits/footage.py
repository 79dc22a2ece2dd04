"""Which pictures a clip shows, where, and how it is heard."""

from collections.abc import Callable

from geminivideo.core.footage_scene import FootageSource
from geminivideo.rendering.crop.window import centre_window
from geminivideo.rendering.plan.clips import ClipSound, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import Grade
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.timeline_edits.clip_track import (
    clip_at,
    footage_at,
    in_order,
    keep_end_card_last,
    with_clips,
)
from geminivideo.rendering.timeline_edits.heard import heard_again
from geminivideo.rendering.timeline_edits.model import CannotEditError, Move, Replace, Slip, Sound
from geminivideo.rendering.timeline_edits.window import rebuilt

FindSource = Callable[[str], FootageSource]


def slip(plan: EditPlan, edit: Slip) -> EditPlan:
    clip = footage_at(plan, edit.clip)
    begins = round(clip.in_seconds + edit.seconds, 6)
    if begins < 0:
        raise CannotEditError(
            f"clip {edit.clip} begins {clip.in_seconds:.2f} s into its footage: it cannot slip so far back"
        )
    return _with(plan, edit.clip, rebuilt(clip, in_seconds=begins))


def move(plan: EditPlan, edit: Move) -> EditPlan:
    clip_at(plan, edit.to)
    clips = list(plan.clips)
    clips.insert(edit.to, clips.pop(clips.index(clip_at(plan, edit.clip))))
    keep_end_card_last(clips)
    return with_clips(plan, in_order(clips))


def replace(plan: EditPlan, edit: Replace, find_source: FindSource) -> EditPlan:
    old, source = clip_at(plan, edit.clip), find_source(edit.footage_id)
    if isinstance(old, EndCardClip):
        raise CannotEditError("the end card is not footage that can be replaced")
    crop, fill = centre_window(source, plan.platform.frame)
    new = FootageClip(
        scene=old.scene,
        start=old.start,
        frames=old.frames,
        transition=old.transition,
        transition_frames=old.transition_frames,
        reason="chosen by hand",
        footage_id=source.footage_id,
        scene_id="",
        in_seconds=edit.in_seconds,
        crop=crop,
        fill=fill,
        grade=old.grade if isinstance(old, FootageClip | StillClip) else Grade(),
        sound=old.sound if isinstance(old, FootageClip) and source.has_audio else None,
    )
    known = {each.footage_id: each for each in (*plan.sources, source)}
    return _with(plan.model_copy(update={"sources": tuple(known.values())}), edit.clip, new)


def sound(plan: EditPlan, edit: Sound) -> EditPlan:
    """As asked or not at all: what was asked for by hand is not quietly made shorter."""
    clip = footage_at(plan, edit.clip)
    asked = ClipSound(gain_db=edit.gain_db, lead_frames=edit.lead_frames, tail_frames=edit.tail_frames)
    clips = list(plan.clips)
    clips[edit.clip] = rebuilt(clip, sound=None if edit.muted else asked)
    heard = heard_again(plan.heard, plan.clips, clips, plan.frames)
    return EditPlan(**{**dict(plan), "clips": tuple(clips), "heard": heard})


def _with(plan: EditPlan, index: int, clip: FootageClip) -> EditPlan:
    return with_clips(plan, [*plan.clips[:index], clip, *plan.clips[index + 1 :]])
