"""Time in a plan: whole frames from the start of the ad, and words and spans on them."""

from typing import Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen

FPS = 30


class Span(Frozen):
    start: int = Field(ge=0)
    frames: int = Field(gt=0)

    @property
    def end(self) -> int:
        return self.start + self.frames

    def meets(self, other: "Span") -> bool:
        """Whether they have a frame in common."""
        return self.start < other.end and other.start < self.end


class TimedWord(Frozen):
    text: str
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"the word {self.text!r} ends before it begins")
        return self
