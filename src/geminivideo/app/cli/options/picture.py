"""How footage is cut, framed, graded and written over."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from geminivideo.app.cli.options.shared import Preview, one_of
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, LookName, Platform, Quality


@dataclass(frozen=True, slots=True)
class FrameOptions:
    platform: Annotated[
        Platform, typer.Option(metavar="NAME", help=f"Sets shape and safe areas: {one_of(Platform)}.")
    ] = Platform.INSTAGRAM_REELS
    quality: Annotated[Quality, typer.Option(metavar="NAME", help=f"From fast to fine: {one_of(Quality)}.")] = (
        Quality.HIGH
    )
    preview: Preview = False

    @property
    def body(self) -> dict[str, Any]:
        return {"platform": self.platform, "quality": self.quality, "preview": self.preview}


@dataclass(frozen=True, slots=True)
class PictureOptions:
    caption_style: Annotated[
        CaptionStyle, typer.Option(metavar="NAME", help=f"How the spoken words are shown: {one_of(CaptionStyle)}.")
    ] = CaptionStyle.HORMOZI
    smart_crop: Annotated[bool, typer.Option(help="Frame the subject instead of the middle.")] = True
    template: Annotated[
        AdStructure | None,
        typer.Option(metavar="NAME", help=f"Cut the ads as another structure: {one_of(AdStructure)}."),
    ] = None
    brand_kit: Annotated[str | None, typer.Option(help="The kit_id of a brand kit.")] = None
    look: Annotated[LookName | None, typer.Option(help="A named grade over all footage.")] = None
    lut: Annotated[str | None, typer.Option(help="The asset_id of a colour table.")] = None
    still: Annotated[list[str] | None, typer.Option(help="The asset_id of a picture to show; repeat for more.")] = None

    @property
    def body(self) -> dict[str, Any]:
        return {
            "caption_style": self.caption_style,
            "smart_crop": self.smart_crop,
            "template": self.template,
            "brand_kit_id": self.brand_kit,
            "look": self.look,
            "lut_id": self.lut,
            "still_ids": self.still or [],
        }
