"""A picture of the asset library on the picture track."""

from typing import Literal, Self

from pydantic import Field, model_validator

from geminivideo.rendering.plan.base_clip import BaseClip, check_keyframes
from geminivideo.rendering.plan.framing import CropWindow, Fill, Grade, Keyframe


class StillClip(BaseClip):
    """Nothing is stretched: what is shown has the frame's shape, inside `crop` or, on its blur, around it.

    So a crop of another shape leaves room beside the frame; `x` and `y` of the keyframes move in it, zoomed or not.
    """

    kind: Literal["still"] = "still"
    asset_id: str = Field(description="a still of the asset library; what it is and measures is looked up there")
    sha256: str
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    transparent: bool = Field(False, description="it stands on the palette's base instead of a blurred copy")
    crop: CropWindow = Field(description="the part of the picture that is used; often all of it")
    crop_reason: str = Field("the whole picture", description="why it is framed and moves as it does")
    fill: Fill = Fill.COVER
    keyframes: tuple[Keyframe, ...] = Field((), description="eased zoom, pan and opacity; empty: it stands still")
    grade: Grade = Grade()
    grade_reason: str = ""

    @model_validator(mode="after")
    def _looks_inside(self) -> Self:
        if self.crop.x + self.crop.width > self.width or self.crop.y + self.crop.height > self.height:
            raise ValueError(f"the crop of the clip at frame {self.start} is not inside its picture")
        check_keyframes(self.keyframes, self.frames)
        return self
