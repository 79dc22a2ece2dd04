"""The countdown: a number on a dark disc, in a ring that runs out with each number."""

from collections.abc import Iterator
from itertools import pairwise

from geminivideo.rendering.cards import circle
from geminivideo.rendering.graphics.places import ring_area
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan.assets import LogoMark
from geminivideo.rendering.plan.graphics import Countdown
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text import ass, fonts
from geminivideo.rendering.text.ass import Event, Ink, duration_ms
from geminivideo.rendering.text.fitting import Placed
from geminivideo.rendering.text.fonts import Font

_LAYER_DISC, _LAYER_RING, _LAYER_NUMBER = 12, 13, 14
_DISC = 0.88  # opacity
_BAND = 0.17  # of the radius
_NUMBER = 1.02  # em, in radii
_FADE = "\\fad(130,130)"
# Digits of languages that write them otherwise, by their zero.
_ZEROS = {"ar": 0x660, "ckb": 0x660, "fa": 0x6F0, "ps": 0x6F0, "ur": 0x6F0}


def draw_countdown(
    mark: Countdown, layout: Layout, palette: Palette, logo: LogoMark | None, language: str
) -> Iterator[Event]:
    area = ring_area(layout, logo, language)
    if area is None:
        return  # the plan's rules leave no such plan
    x, y, radius = round(area.centre_x), round(area.centre_y), area.width / 2
    at = f"\\pos({x},{y})"
    disc = ass.shape(circle(radius), palette.base, opacity=_DISC, tags=at + _FADE)
    yield Event(mark.start, mark.end, _LAYER_DISC, disc)
    track = ass.shape(_ring(radius), palette.text, opacity=0.18, tags=at + _FADE)
    yield Event(mark.start, mark.end, _LAYER_DISC, track)
    edges = [mark.start + mark.frames * step // mark.from_number for step in range(mark.from_number + 1)]
    for gone, (start, end) in enumerate(pairwise(edges)):
        yield from _number(numeral(mark.from_number - gone, language), start, end, (x, y, radius), layout, palette)
        yield from _running_out(start, end, (x, y, radius), palette)


def numeral(number: int, language: str) -> str:
    zero = _ZEROS.get(language.partition("-")[0].casefold(), ord("0"))
    return "".join(chr(zero + int(digit)) for digit in str(number))


def _number(
    text: str, start: int, end: int, ring: tuple[int, int, float], layout: Layout, palette: Palette
) -> Iterator[Event]:
    x, y, radius = ring
    font, em = layout.face(Font.BLACK), _NUMBER * radius * (0.82 if len(text) > 1 else 1.0)
    face = fonts.face(fonts.runs(text, font)[0].font)
    placed = Placed(0, text, x, y + face.cap_height * em / 2, fonts.width(text, font) * em, em)
    yield Event(start, end, _LAYER_NUMBER, ass.word(placed, Ink(font, palette.text), tags=ass.POP_IN))


def _running_out(start: int, end: int, ring: tuple[int, int, float], palette: Palette) -> Iterator[Event]:
    """Two halves, each turned out of sight behind a window on its own side: first the right one, then the left one."""
    x, y, radius = ring
    middle, reach = (start + end) // 2, round(radius) + 2
    half = duration_ms(middle - start), duration_ms(end - start)
    right = f"\\clip({x},{y - reach},{x + reach},{y + reach})\\t(0,{half[0]},\\frz-180)"
    left = f"\\clip({x - reach},{y - reach},{x},{y + reach})\\t({half[0]},{half[1]},\\frz-180)"
    for until, side, tags in ((middle, 1, right), (end, -1, left)):
        drawing = ass.shape(_half_ring(radius, side), palette.accent, tags=f"\\pos({x},{y}){tags}")
        yield Event(start, until, _LAYER_RING, drawing)


def _ring(radius: float) -> str:
    return circle(radius) + " " + circle((1 - _BAND) * radius, inner=True)


def _half_ring(radius: float, side: int) -> str:
    """The right half for `side` 1, the left one for -1, around the origin."""
    inner = (1 - _BAND) * radius
    return f"m 0 {-radius:.1f} {_arc(radius, side, 1)} l 0 {inner:.1f} {_arc(inner, side, -1)}"


def _arc(radius: float, side: int, down: int) -> str:
    """Half a circle from the top to the bottom, or back for `down` -1, as two cubic curves."""
    r, c = radius, radius * 0.5523
    return (
        f"b {side * c:.1f} {-down * r:.1f} {side * r:.1f} {-down * c:.1f} {side * r:.1f} 0 "
        f"{side * r:.1f} {down * c:.1f} {side * c:.1f} {down * r:.1f} 0 {down * r:.1f}"
    )
