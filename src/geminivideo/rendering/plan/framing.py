"""Which part of a source is seen, in which colours, and how that moves."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import FootageSource


class CropWindow(Frozen):
    """A rectangle of the upright source picture in pixels, even so that colour planes are cut without a shift."""

    x: int = Field(ge=0, multiple_of=2)
    y: int = Field(ge=0, multiple_of=2)
    width: int = Field(gt=0, multiple_of=2)
    height: int = Field(gt=0, multiple_of=2)

    def fits(self, source: FootageSource) -> bool:
        return self.x + self.width <= source.width and self.y + self.height <= source.height


class CropKey(Frozen):
    """Where the window's corner stands at one frame of its clip; on the way between two of them it moves finer."""

    frame: int = Field(ge=0, description="counted from the start of the clip")
    x: int = Field(ge=0, multiple_of=2)
    y: int = Field(ge=0, multiple_of=2)


class Fill(StrEnum):
    """How the window meets the frame: it covers it, or stands whole on a blurred copy of itself."""

    COVER = "cover"
    BLURRED = "blurred"


class Grade(Frozen):
    contrast: float = Field(1.0, ge=0.5, le=2)
    saturation: float = Field(1.0, ge=0, le=3)
    gamma: float = Field(1.0, ge=0.5, le=2)
    warmth: int = Field(0, ge=-20, le=20, description="8-bit steps from blue to red in the colour planes")
    tint: int = Field(0, ge=-20, le=20, description="8-bit steps from green to magenta in the colour planes")
    fade: float = Field(0.0, ge=0, le=0.3, description="how far black is lifted towards white")


class Easing(StrEnum):
    LINEAR = "linear"
    EASE_IN = "ease_in"
    EASE_OUT = "ease_out"
    EASE_IN_OUT = "ease_in_out"
    BEZIER = "bezier"
    ELASTIC = "elastic"
    BOUNCE = "bounce"
    STEP = "step"


_Share = Annotated[float, Field(ge=0, le=1)]
_Reach = Annotated[float, Field(ge=-2, le=3)]
Bezier = tuple[_Share, _Reach, _Share, _Reach]


class Keyframe(Frozen):
    """How a clip looks at one of its frames, and how it came to look so since the keyframe before."""

    frame: int = Field(ge=0, description="counted from the start of the clip")
    zoom: float = Field(1.0, ge=1, le=4, description="how much closer than the crop")
    x: float = Field(0.0, ge=-1, le=1, description="where in the room that zooming leaves: -1 left, 0 middle, 1 right")
    y: float = Field(0.0, ge=-1, le=1, description="-1 top, 0 middle, 1 bottom")
    opacity: float = Field(1.0, ge=0, le=1, description="of the clip over the palette's base colour")
    easing: Easing = Easing.EASE_IN_OUT
    bezier: Bezier = Field((0.25, 0.1, 0.25, 1.0), description="control points x1, y1, x2, y2 of a `bezier` easing")
