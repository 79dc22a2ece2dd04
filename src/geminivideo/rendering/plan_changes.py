"""Changes to a finished plan that leave its pictures where they are: another hook, button, music or caption style."""

from dataclasses import dataclass
from typing import Any

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import CaptionStyle
from geminivideo.rendering.headline import headline_words
from geminivideo.rendering.plan.clips import CardClip, Clip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import MusicSettings, TrackSettings
from geminivideo.rendering.plan.words import CaptionCue, NarrationLine
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.voice.base import NATURAL_WORDS_PER_MINUTE

_VOICE_DELAY = 3  # frames of picture before a voice that the plan did not have starts
_CAPTIONS_LEFT_OUT = "captions set by hand over the changed hook were left out: they said the old one"


@dataclass(frozen=True, slots=True)
class HookTexts:
    """`said` is None where the voice has no words of its own: then it says the text, if the plan's hook is spoken."""

    text: str
    shown: str
    said: str | None = None


def with_hook(plan: EditPlan, hook: HookTexts) -> EditPlan:
    """Its words are timed when it is rendered; where it needs more room than there is, that render is refused.

    Raises:
        InvalidInputError: when the plan neither says nor shows a hook.
    """
    titles = tuple(_retitled(plan, hook))
    clips = (_reheaded(plan.clips[0], hook), *plan.clips[1:])
    narration = _resaid(plan, hook)
    if (titles, clips, narration) == (plan.titles, plan.clips, plan.narration) and not _has_place(plan):
        raise InvalidInputError(
            "The first scene of this ad's plan neither says nor shows a hook.",
            next_step="give the hook a voice_over, or add a title to the plan and render that",
        )
    captions, notes = plan.captions, plan.notes
    if captions is not None and narration != plan.narration:
        captions = tuple(cue for cue in captions if not _over_the_hook(cue, plan))
        notes = notes if captions == plan.captions else (*notes, _CAPTIONS_LEFT_OUT)
    return _rebuilt(plan, titles=titles, clips=clips, narration=narration, captions=captions, notes=notes)


def with_call_to_action(plan: EditPlan, text: str) -> EditPlan:
    return _rebuilt(plan, clips=tuple(_called(clip, clean(text)) for clip in plan.clips))


def with_music(plan: EditPlan, music: MusicSettings | TrackSettings) -> EditPlan:
    return _rebuilt(plan, music=music)


def with_caption_style(plan: EditPlan, style: CaptionStyle) -> EditPlan:
    return _rebuilt(plan, caption_style=style)


def _rebuilt(plan: EditPlan, **changed: Any) -> EditPlan:
    return EditPlan(**{**dict(plan), **changed})  # built anew, so that it is checked anew


def _hook_end(plan: EditPlan) -> int:
    """The frame at which the first scene ends."""
    return next((clip.start for clip in plan.clips if clip.scene != plan.clips[0].scene), plan.frames)


def _hook_line(plan: EditPlan) -> int | None:
    """The line that says the hook: the first one, if it begins in the first scene."""
    return 0 if plan.narration and plan.narration[0].start < _hook_end(plan) else None


def _has_place(plan: EditPlan) -> bool:
    headed = isinstance(plan.clips[0], CardClip) and bool(plan.clips[0].headline)
    titled = any(title.start < _hook_end(plan) for title in plan.titles)
    return headed or titled or _hook_line(plan) is not None


def _retitled(plan: EditPlan, hook: HookTexts) -> list[Any]:
    titles = list(plan.titles)
    first = next((n for n, title in enumerate(titles) if title.start < _hook_end(plan)), None)
    if first is not None:
        titles[first] = titles[first].model_copy(update={"text": clean(hook.shown)})
    return titles


def _reheaded(clip: Clip, hook: HookTexts) -> Clip:
    """The words of a card come one after the other: when the voice says them is not known yet."""
    if not isinstance(clip, CardClip) or not clip.headline:
        return clip
    return clip.model_copy(update={"headline": headline_words(clean(hook.shown), None, clip.start, clip.frames)})


def _resaid(plan: EditPlan, hook: HookTexts) -> tuple[NarrationLine, ...]:
    index, said = _hook_line(plan), clean(hook.text if hook.said is None else hook.said)
    if index is None:
        return (_new_line(plan, said), *plan.narration) if hook.said and said else plan.narration
    if not said:
        return plan.narration[1:]
    line = plan.narration[index]
    changed = line.model_copy(update={"text": said, "words": line.words if said == line.text else ()})
    return (changed, *plan.narration[1:])


def _new_line(plan: EditPlan, said: str) -> NarrationLine:
    """How long it is will be known when it is spoken."""
    return NarrationLine(
        scene=plan.clips[0].scene,
        text=said,
        start=min(_VOICE_DELAY, plan.frames - 1),
        frames=1,
        words_per_minute=NATURAL_WORDS_PER_MINUTE,
    )


def _over_the_hook(cue: CaptionCue, plan: EditPlan) -> bool:
    index = _hook_line(plan)
    if index is None:
        return False
    line = plan.narration[index]
    return cue.start < line.start + line.frames and cue.end > line.start


def _called(clip: Clip, text: str) -> Clip:
    return clip.model_copy(update={"call_to_action": text}) if isinstance(clip, EndCardClip) else clip
