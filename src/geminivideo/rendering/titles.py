"""On-screen texts of footage scenes: lines on rounded labels in the upper part of the picture."""

from collections.abc import Iterator
from dataclasses import replace

from geminivideo.rendering.area import Area
from geminivideo.rendering.keyframes.layers import poses, stance
from geminivideo.rendering.palette import Palette, ink_on
from geminivideo.rendering.plan.words import Title, TitlePlace, TitleRole
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text import ass
from geminivideo.rendering.text.ass import Event, Ink, duration_ms
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.text.fitting import Fitted, Placed, Setting, fit, place
from geminivideo.rendering.text.fonts import Font

_LAYER_BOX, _LAYER_WORD = 10, 11
MAX_WORDS = 40
_STAGGER = 2  # frames between lines
_SLIDE = 5  # frames a line takes to come in
_SIZES = {TitleRole.HOOK: 84.0, TitleRole.POINT: 66.0}
_LINE_HEIGHT = 1.42
_FADE = f"\\fad({duration_ms(_SLIDE)},{duration_ms(4)})"
_SPREAD = _FADE + f"\\fscx60\\t(0,{duration_ms(_SLIDE)},0.5,\\fscx100)"


def draw_title(title: Title, layout: Layout, palette: Palette) -> Iterator[Event]:
    """The hook on the accent colour, points on white; lines slide up one after the other."""
    label = palette.accent if title.role is TitleRole.HOOK else "#FFFFFF"
    fitted, placed = arrange(title, layout)
    if title.keyframes:
        yield from _keyed(title, layout, label, list(_lines(fitted, placed)))
        return
    ink = Ink(layout.face(Font.BLACK), ink_on(label))
    for number, words in enumerate(_lines(fitted, placed)):
        start = min(title.start + number * _STAGGER, title.end - 1)
        box = _line_box(words)
        yield Event(
            start, title.end, _LAYER_BOX, ass.word_box(box, layout.face(Font.BLACK), label, opacity=0.97, tags=_SPREAD)
        )
        for piece in words:
            yield Event(start, title.end, _LAYER_WORD, ass.word(piece, ink, tags=_FADE))


def _keyed(title: Title, layout: Layout, label: str, lines: list[list[Placed]]) -> Iterator[Event]:
    """It comes, moves and goes by its keyframes alone."""
    font = layout.face(Font.BLACK)
    boxes = [_line_box(words) for words in lines]
    for first, end, pose in poses(title.keyframes, title.frames):
        here = stance(pose, layout.frame, _around(boxes))
        span = title.start + first, title.start + end
        ink = Ink(font, ink_on(label), opacity=pose.opacity)
        for box, words in zip(boxes, lines, strict=True):
            drawn = ass.word_box(here.placed(box), font, label, opacity=0.97 * pose.opacity)
            yield Event(*span, _LAYER_BOX, drawn)
            for piece in words:
                yield Event(*span, _LAYER_WORD, ass.word(here.placed(piece), ink))


def _around(boxes: list[Placed]) -> Area:
    return Area(
        min((box.centre_x - box.width / 2 for box in boxes), default=0.0),
        min((box.baseline - box.em for box in boxes), default=0.0),
        max((box.centre_x + box.width / 2 for box in boxes), default=0.0),
        max((box.baseline + 0.3 * box.em for box in boxes), default=0.0),
    )


def _lines(fitted: Fitted, placed: list[Placed]) -> Iterator[list[Placed]]:
    position = 0
    for line in fitted.lines:
        yield placed[position : position + len(line)]
        position += len(line)


def arrange(title: Title, layout: Layout) -> tuple[Fitted, list[Placed]]:
    largest = _SIZES[title.role] * layout.unit
    area = layout.title if title.place is TitlePlace.TOP else layout.low_title
    setting = Setting(
        font=layout.face(Font.BLACK),
        largest=largest,
        smallest=largest * 0.6,
        max_width=area.width - 0.5 * largest,
        max_height=area.height,
        max_lines=3,
        line_height=_LINE_HEIGHT,
        fewer_lines=title.role is TitleRole.POINT,  # a hook is large before it is short
    )
    fitted = fit(clean(title.text).split()[:MAX_WORDS], setting)
    # At the top titles hang from the edge of their area, where the eye starts; low ones stand on the captions.
    above = area.top + fitted.height / 2 if title.place is TitlePlace.TOP else area.bottom - fitted.height / 2
    return fitted, place(fitted, area.centre_x, above)


def _line_box(words: list[Placed]) -> Placed:
    left = min(word.centre_x - word.width / 2 for word in words)
    right = max(word.centre_x + word.width / 2 for word in words)
    return replace(words[0], text="", centre_x=(left + right) / 2, width=right - left + 0.2 * words[0].em)
