"""Motion graphics of a plan: who is seen, how much of the ad is over, how long something still lasts."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.rendering.plan.frames import Span
from geminivideo.rendering.plan.layers import LayerKey, check_keys

LEAST_FRAMES_A_NUMBER = 12  # below that nobody can count along


class Edge(StrEnum):
    TOP = "top"
    BOTTOM = "bottom"


class ProgressBar(Frozen):
    """A thin bar along an edge of the safe area that fills while the ad plays. Texts and logo keep clear of it."""

    place: Edge = Edge.BOTTOM


class LowerThird(Span):
    """A name, and what that person is or claims, just above the captions. Over footage and stills only."""

    name: str = Field(min_length=1, max_length=60)
    line: str = Field("", max_length=90)
    keyframes: tuple[LayerKey, ...] = Field((), description="in place of its usual way to come and go")

    @model_validator(mode="after")
    def _keys_are_its_own(self) -> Self:
        check_keys(self.keyframes, self.frames, f"the lower third at frame {self.start}")
        return self


class Countdown(Span):
    """A ring that runs out around the numbers from `from_number` to 1, which share its frames evenly."""

    from_number: int = Field(ge=1, le=60)

    @model_validator(mode="after")
    def _can_be_followed(self) -> Self:
        if self.frames < LEAST_FRAMES_A_NUMBER * self.from_number:
            raise ValueError(f"a countdown takes at least {LEAST_FRAMES_A_NUMBER} frames a number")
        return self
