"""Small labels on previews, in whatever script the words are."""

from collections.abc import Sequence
from typing import Any

from geminivideo.rendering.palette import Rgb
from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.fonts import Font

GROUND: Rgb = (24, 24, 28)
INK: Rgb = (240, 240, 240)
FAINT: Rgb = (165, 165, 175)


def write(picture: Any, left: float, baseline: float, text: str, pixels: int, ink: Rgb = INK) -> None:
    from PIL import ImageDraw

    canvas = ImageDraw.Draw(picture)
    for run in fonts.runs(text, Font.SEMIBOLD):
        font = fonts.pillow_font(run.font, pixels)
        canvas.text((left, baseline), run.text, font=font, fill=ink, anchor="ls")
        left += font.getlength(run.text)


def lines(text: str, pixels: int, width: float, most: int) -> list[str]:
    """The text in at most so many lines; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    for word in text.split():
        if rows and fonts.width(f"{rows[-1]} {word}", Font.SEMIBOLD) * pixels <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    kept = [_shortened(row, pixels, width) for row in rows[:most]]
    return [*kept[:-1], _shortened(f"{kept[-1]} …", pixels, width)] if len(rows) > most else kept


def _shortened(text: str, pixels: int, width: float) -> str:
    if fonts.width(text, Font.SEMIBOLD) * pixels <= width:
        return text
    end = next(n for n in range(len(text), -1, -1) if fonts.width(f"{text[:n]}…", Font.SEMIBOLD) * pixels <= width)
    return f"{text[:end]}…"


def stacked(rows: Sequence[Any], gap: int) -> Any:
    """Pictures under each other on the ground colour."""
    from PIL import Image

    height = sum(row.height + gap for row in rows) + gap
    sheet = Image.new("RGB", (max(row.width for row in rows) + 2 * gap, height), GROUND)
    top = gap
    for row in rows:
        sheet.paste(row, (gap, top))
        top += row.height + gap
    return sheet


def in_a_row(tiles: Sequence[Any], gap: int) -> Any:
    """Pictures beside each other on the ground colour."""
    from PIL import Image

    row = Image.new("RGB", (sum(tile.width + gap for tile in tiles) - gap, max(tile.height for tile in tiles)), GROUND)
    left = 0
    for tile in tiles:
        row.paste(tile, (left, 0))
        left += tile.width + gap
    return row
