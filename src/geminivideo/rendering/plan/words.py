"""What is said and written: the voice, the clips' own speech, captions set by hand, titles."""

from enum import StrEnum
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.rendering.plan.frames import Span, TimedWord
from geminivideo.rendering.plan.layers import LayerKey, check_keys


class NarrationLine(Frozen):
    scene: int
    text: str
    start: int = Field(ge=0, description="frame at which the recording of this line begins")
    frames: int = Field(gt=0, description="length of the recording")
    words_per_minute: int = Field(gt=0)
    words: tuple[TimedWord, ...] = Field((), description="empty: the text is spoken anew and its words are timed by it")

    @model_validator(mode="after")
    def _words_are_the_text(self) -> Self:
        if self.words and "".join(word.text for word in self.words) != "".join(self.text.split()):
            raise ValueError(
                f"the line at frame {self.start} says {self.text[:60]!r}, which its words do not;"
                " leave its words out to have them timed by the voice"
            )
        return self


class HeardLine(Frozen):
    """What is said in a clip's own sound. It is shown where no voice-over speaks at the same time."""

    footage_id: str
    words: tuple[TimedWord, ...] = Field(min_length=1)
    recogniser: str = Field("", description="what recognised the words; empty: written by hand")
    confidence: float | None = Field(None, ge=0, le=1, description="of its words on average")


class CaptionCue(Frozen):
    """A caption set by hand: these words stand together from the first one's start until frame `end`."""

    words: tuple[TimedWord, ...] = Field(min_length=1)
    end: int

    @property
    def start(self) -> int:
        return self.words[0].start

    @model_validator(mode="after")
    def _holds_its_words(self) -> Self:
        if self.words[-1].end > self.end:
            raise ValueError(f"the caption at frame {self.start} does not last as long as its words")
        if any(after.start < before.end for before, after in pairwise(self.words)):
            raise ValueError(f"in the caption at frame {self.start} words overlap")
        return self


class TitleRole(StrEnum):
    HOOK = "hook"
    POINT = "point"


class TitlePlace(StrEnum):
    TOP = "top"
    LOW = "low"


class Title(Span):
    text: str
    role: TitleRole
    place: TitlePlace = TitlePlace.TOP
    keyframes: tuple[LayerKey, ...] = Field((), description="in place of its usual way to come and go")

    @model_validator(mode="after")
    def _keys_are_its_own(self) -> Self:
        check_keys(self.keyframes, self.frames, f"the title at frame {self.start}")
        return self
