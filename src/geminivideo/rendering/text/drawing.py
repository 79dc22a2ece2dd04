"""Text and boxes on still pictures, set by the same measures as the moving text."""

from typing import Any

from geminivideo.rendering.palette import Rgb
from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.direction import reads_right_to_left
from geminivideo.rendering.text.fitting import Placed
from geminivideo.rendering.text.fonts import AnyFont


def draw_words(picture: Any, placed: list[Placed], font: AnyFont, ink: Rgb) -> None:
    """Draw on an RGBA picture. Pillow shapes and orders Arabic itself where it has raqm (its wheels do)."""
    from PIL import ImageDraw

    canvas = ImageDraw.Draw(picture)
    for word in placed:
        parts = list(fonts.runs(word.text, font))
        if reads_right_to_left([word.text]):
            parts.reverse()
        left = word.centre_x - word.width / 2
        for part in parts:
            drawn_with = fonts.pillow_font(part.font, word.em)
            canvas.text((left, word.baseline), part.text, font=drawn_with, fill=(*ink, 255), anchor="ls")
            left += drawn_with.getlength(part.text)


def soft_shadow(picture: Any, *, radius: float, opacity: float, drop: float) -> Any:
    """The picture with a blurred dark copy of its shape below it."""
    from PIL import Image, ImageFilter

    alpha = picture.getchannel("A").point(lambda value: round(value * opacity))
    shadow = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    shadow.putalpha(alpha)
    moved = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    moved.paste(shadow, (0, round(drop)))
    blurred = moved.filter(ImageFilter.GaussianBlur(radius))
    return Image.alpha_composite(blurred, picture)
