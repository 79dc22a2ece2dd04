"""Brands: colours, logo and font."""

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.app.api.ids import GivenId
from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.rendering.brand.model import BrandColours
from geminivideo.rendering.palette import Palette


class BrandKitRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "PTD Fitness", "colours": {"primary": "#10243E", "accent": "#FFB703"}}]
        },
    )

    account_id: str = Field("default", pattern=ACCOUNT_PATTERN)
    name: str = Field(min_length=1, max_length=120)
    colours: BrandColours
    logo_id: GivenId | None = Field(None, description="a logo of the asset library")
    font_id: GivenId | None = Field(None, description="a font of the asset library")


class BrandKitAnswer(BaseModel):
    kit_id: str
    account_id: str
    name: str
    colours: BrandColours
    logo_id: str | None
    font_id: str | None
    palette: Palette = Field(description="what ads are drawn with: the brand's colours, as far as they can be read")
    notes: list[str] = Field(description="which colour was moved, and why")


class BrandKitsAnswer(BaseModel):
    brand_kits: list[BrandKitAnswer]
