"""The colours of an ad. A brand kit may give its own; otherwise one of these is chosen by the product's name."""

import hashlib
import re

from pydantic import field_validator

from geminivideo.core.blueprint import Frozen

Rgb = tuple[int, int, int]
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class Palette(Frozen):
    """Colours as `#RRGGBB`."""

    base: str
    glows: tuple[str, str, str]
    text: str
    accent: str

    @field_validator("base", "text", "accent")
    @classmethod
    def _is_colour(cls, value: str) -> str:
        if not _HEX.fullmatch(value):
            raise ValueError("a colour is written #RRGGBB")
        return value.upper()

    @field_validator("glows")
    @classmethod
    def _are_colours(cls, value: tuple[str, str, str]) -> tuple[str, str, str]:
        return (cls._is_colour(value[0]), cls._is_colour(value[1]), cls._is_colour(value[2]))


PALETTES = (
    Palette(base="#0B1026", glows=("#2F4BFF", "#7A2BFF", "#00A8E8"), text="#FFFFFF", accent="#FFD60A"),
    Palette(base="#2A0A24", glows=("#FF4D6D", "#FF9E4F", "#7A1FD1"), text="#FFFFFF", accent="#FFE14D"),
    Palette(base="#04231D", glows=("#0BA360", "#1FB5A0", "#0A5FA8"), text="#FFFFFF", accent="#D4FF4F"),
    Palette(base="#1E0B05", glows=("#FF4B1F", "#F7931E", "#C2185B"), text="#FFFFFF", accent="#FFE45C"),
    Palette(base="#041C2C", glows=("#00B4DB", "#0061C2", "#17C3A2"), text="#FFFFFF", accent="#FFC83D"),
    Palette(base="#180A2E", glows=("#B5179E", "#7209B7", "#3A0CA3"), text="#FFFFFF", accent="#4DF3FF"),
)


def palette_for(product_name: str) -> Palette:
    """The same product always gets the same colours, in every process."""
    digest = hashlib.sha256(product_name.casefold().encode("utf-8", "replace")).digest()
    return PALETTES[digest[0] % len(PALETTES)]


def rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on `colour` (WCAG relative luminance)."""
    return "#0A0A0A" if luminance(colour) > 0.18 else "#FFFFFF"


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0-1."""
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
