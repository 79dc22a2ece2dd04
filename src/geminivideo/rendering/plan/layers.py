"""Keyframes of what stands over the picture: titles, lower thirds, the logo."""

from collections.abc import Sequence
from itertools import pairwise

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.rendering.plan.framing import Bezier, Easing


class LayerKey(Frozen):
    """How a layer stands at one of its frames, and how it came to stand so since the keyframe before."""

    frame: int = Field(ge=0, description="counted from the layer's first frame")
    zoom: float = Field(1.0, ge=0.05, le=4, description="around the layer's own middle; 1 is its usual size")
    x: float = Field(0.0, ge=-2, le=2, description="to the right of its usual place, in widths of the frame")
    y: float = Field(0.0, ge=-2, le=2, description="below its usual place, in heights of the frame")
    opacity: float = Field(1.0, ge=0, le=1)
    easing: Easing = Easing.EASE_IN_OUT
    bezier: Bezier = Field((0.25, 0.1, 0.25, 1.0), description="control points x1, y1, x2, y2 of a `bezier` easing")


def check_keys(keys: Sequence[LayerKey], frames: int, layer: str) -> None:
    """Raise a ValueError unless the keyframes follow each other inside `frames` of their layer."""
    if any(after.frame <= before.frame for before, after in pairwise(keys)):
        raise ValueError(f"the frames of the keyframes of {layer} must grow")
    if keys and keys[-1].frame >= frames:
        raise ValueError(f"the keyframes of {layer} end with it")
