"""A brand as the edit uses it: its palette, where its logo stands, which font it writes in."""

from dataclasses import dataclass

from geminivideo.core.vocabulary import Platform
from geminivideo.rendering.brand.logo import place_logo
from geminivideo.rendering.library.model import AssetRef, PictureFacts
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan.assets import FontMark, LogoMark
from geminivideo.rendering.safe_area import layout_for


@dataclass(frozen=True, slots=True)
class Logo:
    ref: AssetRef
    facts: PictureFacts


@dataclass(frozen=True, slots=True)
class Brand:
    """`notes` say what is otherwise than the kit has it, and why."""

    palette: Palette
    logo: Logo | None = None
    font: FontMark | None = None
    notes: tuple[str, ...] = ()

    def logo_mark(self, platform: Platform, language: str) -> LogoMark | None:
        if self.logo is None:
            return None
        return place_logo(self.logo.ref, self.logo.facts, layout_for(platform), language)
