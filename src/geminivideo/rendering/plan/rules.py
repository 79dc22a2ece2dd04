"""What makes a plan one that can be rendered. Each rule raises a ValueError that says where the plan breaks it."""

from itertools import pairwise
from typing import TYPE_CHECKING

from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.mark_rules import MARK_RULES

if TYPE_CHECKING:
    from geminivideo.rendering.plan.edit_plan import EditPlan

_SOURCE_SLACK_SECONDS = 0.1  # containers round durations; a missing last frame is held instead


def check(plan: "EditPlan") -> None:
    for rule in _RULES:
        rule(plan)


def _has_the_platforms_frame(plan: "EditPlan") -> None:
    frame = plan.platform.frame
    if (plan.width, plan.height) != (frame.width, frame.height):
        raise ValueError(f"{plan.platform.value} is {frame.width}x{frame.height}, not {plan.width}x{plan.height}")


def _logo_is_in_the_frame(plan: "EditPlan") -> None:
    logo = plan.logo
    if logo and (logo.x + logo.width > plan.width or logo.y + logo.height > plan.height):
        raise ValueError("the logo is not inside the frame")


def _clips_cover_the_ad(plan: "EditPlan") -> None:
    if plan.clips[0].start != 0 or plan.clips[0].transition is not Transition.CUT:
        raise ValueError("the first clip begins at frame 0 with a cut")
    for before, after in pairwise(plan.clips):
        if before.end != after.start:
            raise ValueError(f"frames {before.end} to {after.start}: clips must follow without gap or overlap")
        if after.transition_frames > before.frames:
            raise ValueError(f"the transition at frame {after.start} is longer than the clip before it")
    if plan.clips[-1].end != plan.frames:
        raise ValueError(f"the clips end at frame {plan.clips[-1].end}, the ad at {plan.frames}")


def _clips_are_in_their_sources(plan: "EditPlan") -> None:
    sources = {source.footage_id: source for source in plan.sources}
    if len(sources) != len(plan.sources):
        raise ValueError("two sources have the same footage_id")
    for clip in plan.clips:
        if not isinstance(clip, FootageClip):
            continue
        source = sources.get(clip.footage_id)
        if source is None:
            raise ValueError(f"the clip at frame {clip.start} uses {clip.footage_id}, which is not among the sources")
        if clip.in_seconds + clip.frames / FPS > source.duration_seconds + _SOURCE_SLACK_SECONDS:
            raise ValueError(f"the clip at frame {clip.start} reaches past the end of {clip.footage_id}")
        if not clip.looks_inside(source):
            raise ValueError(f"the crop of the clip at frame {clip.start} is not inside its picture")


def _clips_are_heard_where_there_is_sound(plan: "EditPlan") -> None:
    for before, clip in pairwise((None, *plan.clips)):
        if not isinstance(clip, FootageClip) or clip.sound is None:
            continue
        source, at = plan.source(clip.footage_id), f"the sound of the clip at frame {clip.start}"
        if not source.has_audio:
            raise ValueError(f"{at} cannot be heard: {clip.footage_id} has none")
        if clip.sound.lead_frames > (before.frames if before else 0):
            raise ValueError(f"{at} begins before the clip before it")
        first = clip.in_seconds - clip.sound.lead_frames / FPS
        last = clip.in_seconds + (clip.frames + clip.sound.tail_frames) / FPS
        if first < 0 or last > source.duration_seconds + _SOURCE_SLACK_SECONDS:
            raise ValueError(f"{at} reaches past the ends of {clip.footage_id}")
        if clip.end + clip.sound.tail_frames > plan.frames:
            raise ValueError(f"{at} goes on after the end of the ad")


def _words_and_titles_are_in_the_ad(plan: "EditPlan") -> None:
    for before, after in pairwise(plan.words):
        if after.start < before.end:
            raise ValueError(f"the words {before.text!r} and {after.text!r} overlap")
    if plan.words and plan.words[-1].end > plan.frames:
        raise ValueError("the narration goes on after the end of the ad")
    if any(title.end > plan.frames for title in plan.titles):
        raise ValueError("a title goes on after the end of the ad")


def _heard_words_follow_each_other(plan: "EditPlan") -> None:
    words = [word for line in plan.heard for word in line.words]
    for before, after in pairwise(words):
        if after.start < before.end:
            raise ValueError(f"the heard words {before.text!r} and {after.text!r} overlap or are out of order")
    if words and words[-1].end > plan.frames:
        raise ValueError("a heard word goes on after the end of the ad")


def _captions_follow_each_other(plan: "EditPlan") -> None:
    cues = plan.captions or ()
    for before, after in pairwise(cues):
        if after.start < before.end:
            raise ValueError(f"the captions at frames {before.start} and {after.start} overlap")
    if cues and cues[-1].end > plan.frames:
        raise ValueError("a caption goes on after the end of the ad")


_RULES = (
    _has_the_platforms_frame,
    _logo_is_in_the_frame,
    _clips_cover_the_ad,
    _clips_are_in_their_sources,
    _clips_are_heard_where_there_is_sound,
    _words_and_titles_are_in_the_ad,
    _heard_words_follow_each_other,
    _captions_follow_each_other,
    *MARK_RULES,
)
