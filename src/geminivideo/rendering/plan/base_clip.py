"""What every clip of the picture track has: its span, how it comes in, why it is there."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.plan.frames import Span
from geminivideo.rendering.plan.framing import Keyframe


class BaseClip(Span):
    scene: int = Field(ge=0, description="index of the blueprint's scene")
    transition: Transition = Field(Transition.CUT, description="how this clip comes in")
    transition_frames: int = Field(0, ge=0, description="how long the clip before still shows; 0 for a cut")
    reason: str = Field("", description="why this picture was chosen")

    @model_validator(mode="after")
    def _transition_is_shorter(self) -> Self:
        if self.transition_frames >= self.frames:
            raise ValueError("a transition must be shorter than the clip it brings in")
        if (self.transition is Transition.CUT) != (self.transition_frames == 0):
            raise ValueError("a cut takes no frames, every other transition takes some")
        return self


def check_keyframes(keyframes: Sequence[Keyframe], frames: int) -> None:
    if any(after.frame <= before.frame for before, after in pairwise(keyframes)):
        raise ValueError("the frames of keyframes must grow")
    if keyframes and keyframes[-1].frame >= frames:
        raise ValueError("keyframes end with their clip")
