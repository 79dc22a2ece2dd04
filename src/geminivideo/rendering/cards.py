"""Cards: what is drawn over a designed background when no footage fits. Big words that come with the voice."""

from collections.abc import Iterator

from geminivideo.rendering.captions.drawing import capitals
from geminivideo.rendering.headline import key_word
from geminivideo.rendering.palette import Palette, ink_on
from geminivideo.rendering.plan.clips import CardClip, CardDesign, EndCardClip
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text import ass
from geminivideo.rendering.text.ass import Event, Ink, duration_ms
from geminivideo.rendering.text.fitting import Placed, Setting, fit, place
from geminivideo.rendering.text.fonts import Font

_LAYER_SHAPE, _LAYER_MARK, _LAYER_WORD = 1, 4, 5
MAX_WORDS = 30
_HEADLINE = 232.0
_CURVE = 0.5523  # of the radius: the handles of a circle made of four cubic curves


def draw_card(card: CardClip | EndCardClip, layout: Layout, palette: Palette, language: str) -> Iterator[Event]:
    """The decoration of a card, and its headline; the end card brings its own text."""
    yield from _decoration(card, layout, palette)
    if isinstance(card, CardClip) and card.headline:
        yield from _headline(card, layout, palette, language)


def _headline(card: CardClip, layout: Layout, palette: Palette, language: str) -> Iterator[Event]:
    words = card.headline[:MAX_WORDS]
    placed = arrange(words, layout, language)
    strong = key_word([word.text for word in words])
    font = layout.face(Font.CONDENSED)
    for piece in placed:
        word = words[piece.word]
        if piece.word == strong:
            box = ass.word_box(piece, font, palette.accent, tags=ass.POP_IN)
            yield Event(word.start, card.end, _LAYER_MARK, box)
        colour = ink_on(palette.accent) if piece.word == strong else palette.text
        yield Event(
            word.start,
            card.end,
            _LAYER_WORD,
            ass.word(piece, Ink(font, colour), tags=ass.POP_IN),
        )


def arrange(words: tuple[TimedWord, ...], layout: Layout, language: str) -> list[Placed]:
    area = layout.card
    largest = _HEADLINE * layout.unit
    setting = Setting(
        font=layout.face(Font.CONDENSED),
        largest=largest,
        smallest=largest * 0.35,
        max_width=area.width - 0.4 * largest,
        max_height=area.height,
        max_lines=5,
        line_height=1.26,
        gap=0.32,
    )
    return place(fit([capitals(word.text, language) for word in words], setting), area.centre_x, area.centre_y)


def _decoration(card: CardClip | EndCardClip, layout: Layout, palette: Palette) -> Iterator[Event]:
    drawers = {CardDesign.RINGS: _rings, CardDesign.LINES: _lines, CardDesign.DOTS: _dots}
    design = card.design if isinstance(card, CardClip) else CardDesign.RINGS
    for text in drawers[design](layout, palette, card.frames):
        yield Event(card.start, card.end, _LAYER_SHAPE, text)


def _drift(x: float, y: float, right: float, down: float, frames: int) -> str:
    """`right` and `down` are pixels a frame."""
    there = f"{x + right * frames:.0f},{y + down * frames:.0f}"
    return f"\\move({x:.0f},{y:.0f},{there},0,{duration_ms(frames)})"


def _rings(layout: Layout, palette: Palette, frames: int) -> Iterator[str]:
    unit, width, height = layout.unit, layout.frame.width, layout.frame.height
    for x, y, radius, right, down, opacity in (
        (0.98, 0.08, 300, -1, 1, 0.24),
        (0.98, 0.08, 200, -1, 0, 0.34),
        (0.02, 0.88, 340, 1, 0, 0.20),
    ):
        ring = circle(radius * unit) + " " + circle((radius - 5) * unit, inner=True)
        move = _drift(x * width, y * height, right, down, frames)
        yield ass.shape(ring, palette.accent, opacity=opacity, tags=move)


def _lines(layout: Layout, palette: Palette, frames: int) -> Iterator[str]:
    """Short strokes that pass each other at the edges. Long diagonals look no better and cost three times as much:
    what a shape costs is the rectangle around it.
    """
    unit, width, height = layout.unit, layout.frame.width, layout.frame.height
    for x, y, length, right, opacity in (
        (0.66, 0.050, 420, -1.2, 0.30),
        (0.80, 0.075, 260, -0.6, 0.55),
        (0.58, 0.100, 190, -1.8, 0.22),
        (-0.12, 0.885, 380, 1.2, 0.30),
        (0.02, 0.910, 210, 0.7, 0.55),
        (0.22, 0.935, 300, 1.7, 0.22),
    ):
        stroke = ass.rounded_box(0, 0, length * unit, 16 * unit, 8 * unit)
        yield ass.shape(stroke, palette.accent, opacity=opacity, tags=_drift(x * width, y * height, right, 0, frames))


def _dots(layout: Layout, palette: Palette, frames: int) -> Iterator[str]:
    unit, width, height = layout.unit, layout.frame.width, layout.frame.height
    pitch, dot = 62 * unit, circle(5 * unit)
    for x, y, columns, rows, down in ((0.62, 0.03, 7, 5, 1), (0.02, 0.80, 5, 8, -1)):
        grid = " ".join(_shifted(dot, column * pitch, row * pitch) for row in range(rows) for column in range(columns))
        yield ass.shape(grid, palette.accent, opacity=0.34, tags=_drift(x * width, y * height, 0, down, frames))


def circle(radius: float, *, inner: bool = False) -> str:
    """Drawing commands around the origin; an inner circle runs the other way round and so cuts a hole."""
    r, c = radius, radius * _CURVE
    turn = -1 if inner else 1
    return (
        f"m {-r:.1f} 0 b {-r:.1f} {-c * turn:.1f} {-c:.1f} {-r * turn:.1f} 0 {-r * turn:.1f} "
        f"b {c:.1f} {-r * turn:.1f} {r:.1f} {-c * turn:.1f} {r:.1f} 0 "
        f"b {r:.1f} {c * turn:.1f} {c:.1f} {r * turn:.1f} 0 {r * turn:.1f} "
        f"b {-c:.1f} {r * turn:.1f} {-r:.1f} {c * turn:.1f} {-r:.1f} 0"
    )


def _shifted(drawing: str, dx: float, dy: float) -> str:
    moved, horizontal = [], True
    for part in drawing.split():
        if part.isalpha():
            moved.append(part)
            continue
        moved.append(f"{float(part) + (dx if horizontal else dy):.1f}")
        horizontal = not horizontal
    return " ".join(moved)
