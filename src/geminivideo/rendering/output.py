"""What a plan is rendered to. The plan keeps the platform's frame; a preview only draws it smaller."""

from dataclasses import dataclass

from geminivideo.core.vocabulary import FrameSize, Quality
from geminivideo.rendering.plan.edit_plan import EditPlan

_PREVIEW_PART = 3  # of width and height: a ninth of the pixels


@dataclass(frozen=True, slots=True)
class Output:
    frame: FrameSize
    quality: Quality


def full(plan: EditPlan, quality: Quality) -> Output:
    return Output(plan.platform.frame, quality)


def preview(plan: EditPlan) -> Output:
    """Quick to make and to watch, with every cut and word where the ad will have it."""
    frame = plan.platform.frame
    return Output(FrameSize(_even(frame.width / _PREVIEW_PART), _even(frame.height / _PREVIEW_PART)), Quality.DRAFT)


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
