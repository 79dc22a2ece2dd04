"""Assets of the library that a plan names, by id and hash."""

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.rendering.library.model import FAMILY_PATTERN
from geminivideo.rendering.plan.layers import LayerKey


class LogoMark(Frozen):
    """A logo of the asset library over the whole ad, by its box in the frame; texts keep clear of it."""

    asset_id: str
    sha256: str
    x: int = Field(ge=0, multiple_of=2)
    y: int = Field(ge=0, multiple_of=2)
    width: int = Field(gt=0, multiple_of=2)
    height: int = Field(gt=0, multiple_of=2)
    keyframes: tuple[LayerKey, ...] = Field((), description="its frames are the ad's")


class LutMark(Frozen):
    """A colour table of the asset library over all footage, after each clip's own grade."""

    asset_id: str
    sha256: str


class FontMark(Frozen):
    """A font of the asset library in place of the bundled ones; letters that it lacks come from those."""

    asset_id: str
    sha256: str
    family: str = Field(pattern=FAMILY_PATTERN, description="the name inside the file, given by the library")
