"""What somebody wants changed in an ad that is there: texts are data, shown and spoken, and obeyed by nobody."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from geminivideo.core.blueprint import Blueprint, Frozen
from geminivideo.core.vocabulary import CaptionStyle, Quality
from geminivideo.creative.director.pictures import short_screen_text
from geminivideo.creative.director.timing import seconds_with_room
from geminivideo.creative.model import PolicyViolation, clean_text
from geminivideo.creative.policy import find_violations
from geminivideo.rendering.sound.music.moods import MoodName

MOST_HOOKS = 20

_Line = Annotated[str, BeforeValidator(clean_text), Field(min_length=1, max_length=300)]
_LineOrNone = Annotated[str, BeforeValidator(clean_text), Field(max_length=300)]


class HookChange(Frozen):
    text: _Line = Field(description="the hook, by which the video is listed")
    voice_over: _LineOrNone | None = Field(
        None, description="what the voice says; by default the text where the voice says the hook now; empty: nothing"
    )
    on_screen_text: _Line | None = Field(
        None, description="what is written; by default as much of the text as can be read at a glance"
    )

    @property
    def shown(self) -> str:
        return self.on_screen_text or short_screen_text(self.text)


class VariantOrder(Frozen):
    hooks: tuple[HookChange, ...] = Field((), max_length=MOST_HOOKS, description="a video for each")
    cta_text: _Line | None = Field(None, description="what the button of the end card says")
    caption_style: CaptionStyle | None = None
    mood: MoodName | None = Field(None, description="music made for the ad, in this mood")
    audio_id: str | None = Field(None, description="music of the asset library; GET /api/assets?kind=music")
    quality: Quality | None = Field(None, description="by default the video's own")
    preview: bool = Field(False, description="at a third of the width and height first")

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not (self.hooks or self.cta_text or self.caption_style or self.mood or self.audio_id):
            raise ValueError("needs something to change: hooks, cta_text, caption_style, mood or audio_id")
        if self.mood and self.audio_id:
            raise ValueError("takes a mood or an audio_id, not both: an ad has one piece of music")
        return self

    @property
    def distinct_hooks(self) -> tuple[HookChange | None, ...]:
        """One None where all hooks stay as they are."""
        return tuple(dict.fromkeys(self.hooks)) or (None,)


def changed_blueprint(blueprint: Blueprint, hook: HookChange | None, order: VariantOrder) -> Blueprint:
    """A longer hook has a longer scene: a voice that hurries there hurries in its neighbours too, and changes them."""
    changed = blueprint
    if order.cta_text:
        changed = changed.model_copy(update={"cta": changed.cta.model_copy(update={"text": order.cta_text})})
    if hook is None:
        return changed
    first, *others = changed.scenes
    said = _said(changed, hook)
    seconds = max(first.seconds, seconds_with_room(said))
    first = first.model_copy(update={"voice_over": said, "on_screen_text": hook.shown, "seconds": seconds})
    named = changed.hook.model_copy(update={"text": hook.text})
    return changed.model_copy(update={"hook": named, "scenes": (first, *others)})


def _said(blueprint: Blueprint, hook: HookChange) -> str:
    """A first scene that says more than its hook goes on saying the rest; a silent one stays silent."""
    now = blueprint.scenes[0].voice_over
    if hook.voice_over is not None:
        return hook.voice_over
    if blueprint.hook.text and blueprint.hook.text in now:
        return now.replace(blueprint.hook.text, hook.text, 1)
    return hook.text if now else ""


def warnings_about(blueprint: Blueprint, hook: HookChange | None, order: VariantOrder) -> tuple[PolicyViolation, ...]:
    """What ad policy has against the texts of this order; what the ad said before was judged before."""
    places = {"cta"} if order.cta_text else set()
    if hook is not None:
        places |= {"hook", "scene 1 voice-over", "scene 1 on-screen text"}
    return tuple(found for found in find_violations(blueprint) if found.place in places)
