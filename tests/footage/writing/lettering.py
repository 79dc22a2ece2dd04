"""Pictures with known writing on them."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import geminivideo.rendering
from geminivideo.footage.arrays import Pixels

FONTS = Path(geminivideo.rendering.__file__).parent / "assets" / "fonts"
Colour = tuple[int, int, int]


def written(
    *lines: str,
    pixels: int = 40,
    size: tuple[int, int] = (640, 360),
    colour: Colour = (255, 255, 255),
    ground: Colour = (60, 30, 20),
    font: str = "Montserrat_600SemiBold.ttf",
    left: int = 30,
) -> Pixels:
    """BGR; one line below the other, `pixels` high, two lines' height apart."""
    image = Image.new("RGB", size, ground)
    pen, face = ImageDraw.Draw(image), ImageFont.truetype(FONTS / font, pixels)
    for row, line in enumerate(lines):
        pen.text((left, 20 + row * 2 * pixels), line, colour, face)
    return np.ascontiguousarray(np.asarray(image)[..., ::-1])
