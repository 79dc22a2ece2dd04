"""What stands on the picture track: footage, pictures, cards, the end card."""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import FootageSource
from geminivideo.rendering.plan.base_clip import BaseClip, check_keyframes
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.framing import CropKey, CropWindow, Fill, Grade, Keyframe
from geminivideo.rendering.plan.still_clip import StillClip

MIN_END_CARD_FRAMES = 75  # 2.5 s: the time to read an offer and a button


class ClipSound(Frozen):
    """A clip's own sound. It may begin before its picture (a J cut) and go on after it (an L cut)."""

    gain_db: float = Field(0.0, ge=-30, le=12)
    lead_frames: int = Field(0, ge=0, le=60, description="heard so long before the picture")
    tail_frames: int = Field(0, ge=0, le=60, description="heard so long after the picture")


class FootageClip(BaseClip):
    kind: Literal["footage"] = "footage"
    footage_id: str
    scene_id: str
    in_seconds: float = Field(ge=0)
    crop: CropWindow
    crop_path: tuple[CropKey, ...] = Field(
        (), description="empty: the window stands. Else it stands until the first frame, eases to the next, and so on"
    )
    crop_reason: str = Field("the middle of the picture", description="why the window stands or moves as it does")
    crop_override: CropWindow | None = Field(None, description="set by hand; wins over `crop` and `crop_path`")
    fill: Fill = Fill.COVER
    keyframes: tuple[Keyframe, ...] = Field((), description="eased zoom, pan and opacity on top of the crop")
    grade: Grade = Grade()
    grade_reason: str = Field("", description="the look it has, and what was changed to match the other clips")
    sound: ClipSound | None = Field(None, description="null: the clip is not heard")
    motion: float | None = Field(None, description="measured in the source, 0-1; explains a still picture")
    brightness: float | None = Field(None, description="measured in the source, 0-1; explains a dark picture")

    @property
    def window(self) -> CropWindow:
        return self.crop_override or self.crop

    @property
    def path(self) -> tuple[CropKey, ...]:
        return () if self.crop_override else self.crop_path

    def looks_inside(self, source: FootageSource) -> bool:
        """Between two places of a path the window is between them, so the places are enough."""
        inside = all(
            key.x + self.crop.width <= source.width and key.y + self.crop.height <= source.height
            for key in self.crop_path
        )
        return inside and self.crop.fits(source) and self.window.fits(source)

    @model_validator(mode="after")
    def _path_moves_on(self) -> Self:
        if len(self.crop_path) == 1:
            raise ValueError("a crop path has at least two places, one place is what `crop` is for")
        if any(after.frame <= before.frame for before, after in pairwise(self.crop_path)):
            raise ValueError("the frames of a crop path must grow")
        if self.crop_path and self.crop_path[-1].frame >= self.frames:
            raise ValueError("a crop path ends with its clip")
        if self.crop_path and self.fill is Fill.BLURRED:
            raise ValueError("a picture that stands whole on its blur has no crop path")
        return self

    @model_validator(mode="after")
    def _keyframes_move_on(self) -> Self:
        check_keyframes(self.keyframes, self.frames)
        if self.keyframes and self.fill is Fill.BLURRED and self.crop_override is None:
            raise ValueError("a picture that stands whole on its blur has no keyframes")
        return self


class CardDesign(StrEnum):
    RINGS = "rings"
    LINES = "lines"
    DOTS = "dots"


class CardClip(BaseClip):
    """A designed moving background with a headline whose words come with the voice.

    Without a headline the narration itself is set large, and captions stay away from this clip.
    """

    kind: Literal["card"] = "card"
    design: CardDesign
    headline: tuple[TimedWord, ...] = ()

    @property
    def shows_narration(self) -> bool:
        return not self.headline


class EndCardClip(BaseClip):
    kind: Literal["end_card"] = "end_card"
    product_name: str
    offer: str
    call_to_action: str


Clip = Annotated[FootageClip | StillClip | CardClip | EndCardClip, Field(discriminator="kind")]
