"""Small labels on pictures."""

from collections.abc import Sequence
from typing import Protocol

from PIL import Image, ImageDraw, ImageFont

Ink = tuple[int, int, int]


class Lettering(Protocol):
    """Who writes decides on the scripts that can be written; what comes in is free of control characters."""

    def write(self, picture: Image.Image, left: float, baseline: float, text: str, pixels: int, ink: Ink) -> None: ...

    def lines(self, text: str, pixels: int, width: float, most: int) -> Sequence[str]:
        """The text in at most so many lines; what does not fit ends in an ellipsis."""
        ...


class LatinLettering:
    """With the font that comes with Pillow."""

    def write(self, picture: Image.Image, left: float, baseline: float, text: str, pixels: int, ink: Ink) -> None:
        ImageDraw.Draw(picture).text((left, baseline), text, font=ImageFont.load_default(pixels), fill=ink, anchor="ls")

    def lines(self, text: str, pixels: int, width: float, most: int) -> Sequence[str]:
        font = ImageFont.load_default(pixels)
        found: list[str] = []
        while text and len(found) < most:
            fits = next((n for n in range(len(text), 0, -1) if font.getlength(text[:n]) <= width), 1)
            found.append(text[:fits].rstrip())
            text = text[fits:].lstrip()
        return [*found[:-1], f"{found[-1][:-1]}…"] if text and found else found
