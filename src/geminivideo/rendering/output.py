"""What a plan is rendered to. The plan keeps the platform's frame; a preview only draws it smaller."""

from dataclasses import dataclass, field

from geminivideo.core.vocabulary import FrameSize, Quality
from geminivideo.rendering.encoders.known import X264
from geminivideo.rendering.encoders.model import Encoder

_PREVIEW_PART = 3  # of width and height: a ninth of the pixels


@dataclass(frozen=True, slots=True)
class Output:
    """`encoder_note` is for the report; no file depends on it."""

    frame: FrameSize
    quality: Quality
    encoder: Encoder = X264
    encoder_note: str = field(default="", repr=False)


def full(frame: FrameSize, quality: Quality) -> Output:
    return Output(frame, quality)


def preview(frame: FrameSize) -> Output:
    """Quick to make and to watch, with every cut and word where the ad will have it."""
    return Output(FrameSize(_even(frame.width / _PREVIEW_PART), _even(frame.height / _PREVIEW_PART)), Quality.DRAFT)


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
