"""The picture track while it is edited: clips one after the other, each fitted to its neighbours."""

from collections.abc import Sequence
from itertools import pairwise

from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.plan.clips import Clip, ClipSound, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.timeline_edits.heard import heard_again
from geminivideo.rendering.timeline_edits.model import CannotEditError
from geminivideo.rendering.timeline_edits.window import rebuilt, shorter_transition, windowed


def in_order(clips: Sequence[Clip]) -> list[Clip]:
    """The clips without gaps from frame 0 on, each transition no longer than there is room for."""
    placed: list[Clip] = []
    start = 0
    for clip in clips:
        at = clip if clip.start == start else windowed(clip, start, 0, clip.frames)
        placed.append(_joined(placed[-1] if placed else None, at))
        start += clip.frames
    return placed


def _joined(before: Clip | None, clip: Clip) -> Clip:
    most = before.frames if before else 0
    if clip.transition is Transition.CUT or clip.transition_frames <= most:
        return clip
    return rebuilt(clip, **shorter_transition(clip, most))


def with_clips(plan: EditPlan, clips: Sequence[Clip], **changed: object) -> EditPlan:
    """The plan with these clips, whose own sound ends where film and neighbours do, and only the sources they use."""
    used = {clip.footage_id for clip in clips if isinstance(clip, FootageClip)}
    sources = tuple(source for source in plan.sources if source.footage_id in used)
    values = {**dict(plan), "sources": sources, **changed}
    lengths = {source.footage_id: source.duration_seconds for source in values["sources"]}
    frames = clips[-1].end
    values["clips"] = tuple(
        _heard(before, clip, lengths, frames) if isinstance(clip, FootageClip) and clip.sound else clip
        for before, clip in pairwise((None, *clips))
        if clip is not None
    )
    if plan.heard:
        values["heard"] = heard_again(plan.heard, plan.clips, values["clips"], frames)
    return EditPlan(**values)


def _heard(before: Clip | None, clip: FootageClip, lengths: dict[str, float], frames: int) -> FootageClip:
    sound = clip.sound or ClipSound()
    left = lengths[clip.footage_id] - clip.in_seconds - clip.frames / FPS
    lead = min(sound.lead_frames, before.frames if before else 0, int(clip.in_seconds * FPS + 1e-6))
    tail = min(sound.tail_frames, frames - clip.end, max(0, int(left * FPS + 1e-6)))
    if (lead, tail) == (sound.lead_frames, sound.tail_frames):
        return clip
    return rebuilt(clip, sound=sound.model_copy(update={"lead_frames": lead, "tail_frames": tail}))


def clip_at(plan: EditPlan, index: int) -> Clip:
    if index >= len(plan.clips):
        raise CannotEditError(f"the plan has clips 0 to {len(plan.clips) - 1}, and no clip {index}")
    return plan.clips[index]


def footage_at(plan: EditPlan, index: int) -> FootageClip:
    clip = clip_at(plan, index)
    if isinstance(clip, StillClip):
        raise CannotEditError(f"clip {index} shows a still picture, which has no other seconds to show and no sound")
    if not isinstance(clip, FootageClip):
        raise CannotEditError(f"clip {index} shows no footage ({clip.kind})")
    return clip


def keep_end_card_last(clips: Sequence[Clip]) -> None:
    if any(isinstance(clip, EndCardClip) for clip in clips[:-1]):
        raise CannotEditError("the end card stays at the end")
