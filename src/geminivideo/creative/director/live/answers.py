"""What a live director is to answer. Ranges are held to per draft, so that one slip does not cost a whole answer."""

import math
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from geminivideo.core.vocabulary import CtaType, ShotType, Transition
from geminivideo.creative.model import clean_text

# More than any text may have, and little enough for every check to be quick.
_LONGEST_TEXT = 2_000
_LARGEST = 10_000.0


def _clean(value: object) -> object:
    return clean_text(value[:_LONGEST_TEXT]) if isinstance(value, str) else value


def _measured(number: float) -> float:
    """JSON can write infinity as 1e999, and readers take NaN: wrong as either is, the checks must be able to say so."""
    return max(-_LARGEST, min(_LARGEST, 0.0 if math.isnan(number) else number))


_Text = Annotated[str, BeforeValidator(_clean)]
_Number = Annotated[float, AfterValidator(_measured)]


class Trigger(StrEnum):
    """As creative/signs.py knows them."""

    CURIOSITY = "curiosity"
    LOSS = "loss"
    RELIEF = "relief"
    BELONGING = "belonging"
    AUTONOMY = "autonomy"
    PROGRESS = "progress"
    CONTRAST = "contrast"
    VISION = "vision"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CellHooks(_Answer):
    id: str = Field(description="the cell's id")
    hooks: list[_Text]


class HookIdeas(_Answer):
    cells: list[CellHooks]


class DraftScene(_Answer):
    seconds: _Number
    voice_over: _Text
    on_screen_text: _Text = Field(description="1 to 7 words")
    visual_direction: _Text = Field(description="in English")
    footage_query: _Text = Field(description="2 to 8 English words")
    emotion: _Text = Field(description="one English word")
    shot_type: ShotType
    transition: Transition


class ScriptDraft(_Answer):
    id: str = Field(description="the cell's id")
    title: _Text
    scenes: list[DraftScene]
    cta_type: CtaType
    cta_text: _Text = Field(description="the brief's offer, letter for letter")
    before: _Text
    after: _Text
    emotional_triggers: list[Trigger]
    pains: list[int] = Field(description="numbers of the brief's pain points")
    desires: list[int] = Field(description="numbers of the brief's desires")
    energy: _Number = Field(description="0 to 10")


class Scripts(_Answer):
    blueprints: list[ScriptDraft]
