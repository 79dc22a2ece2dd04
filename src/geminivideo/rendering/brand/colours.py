"""From a brand's colours to an ad's palette. What could not be read is moved just far enough, and said."""

from collections.abc import Callable
from typing import NamedTuple

from geminivideo.rendering.brand.model import BrandColours
from geminivideo.rendering.palette import Palette, luminance, rgb

# WCAG 2.2: 4.5 for texts, 3 for large ones and for what is only a shape.
_TEXT, _LARGE, _SHAPE = 4.5, 3.0, 3.0
_STEPS = 50


class Dressed(NamedTuple):
    palette: Palette
    notes: tuple[str, ...]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palette_of(colours: BrandColours) -> Dressed:
    base = moved(colours.primary, lambda colour: contrast(colour, colours.text) >= _TEXT)
    glows = [colours.primary, mixed(colours.primary, colours.accent, 0.35), mixed(colours.primary, base, 0.5)]
    first, second, third = (moved(glow, lambda colour: contrast(colour, colours.text) >= _LARGE) for glow in glows)
    accent = moved(colours.accent, lambda colour: contrast(colour, base) >= _SHAPE)
    palette = Palette(base=base, glows=(first, second, third), text=colours.text, accent=accent)
    return Dressed(palette, tuple(_notes(colours, palette)))


def moved(colour: str, enough: Callable[[str], bool]) -> str:
    """The nearest colour on the way to black, or else to white, that is enough; one that is so already stays."""
    for step in range(_STEPS + 1):
        for end in ("#000000", "#FFFFFF"):
            candidate = mixed(colour, end, step / _STEPS)
            if enough(candidate):
                return candidate
    return colour


def mixed(one: str, other: str, share: float) -> str:
    """`share` 0 is the one colour, 1 the other."""
    parts = [round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other), strict=True)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def _notes(colours: BrandColours, palette: Palette) -> list[str]:
    notes = []
    if palette.base != colours.primary:
        notes.append(
            f"texts in {colours.text} can hardly be read on {colours.primary}: cards have the ground {palette.base}"
        )
    if palette.accent != colours.accent:
        notes.append(
            f"{colours.accent} would hardly be seen on the ground {palette.base}: the accent is {palette.accent}"
        )
    return notes
