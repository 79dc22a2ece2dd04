"""Captions as subtitle events. Every word has a place of its own, so that no animation moves its neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from geminivideo.rendering.area import Area
from geminivideo.rendering.captions.grouping import Caption, active_spans
from geminivideo.rendering.captions.looks import Emphasis, Look
from geminivideo.rendering.headline import key_word
from geminivideo.rendering.palette import Palette, ink_on
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text import ass
from geminivideo.rendering.text.ass import Event, Ink, duration_ms
from geminivideo.rendering.text.direction import language_reads_right_to_left, reads_right_to_left
from geminivideo.rendering.text.fitting import Placed, Setting, fit, place

_LAYER_BOX, _LAYER_WORD, _LAYER_ACTIVE = 20, 21, 22
_ARABIC_LINE_HEIGHT = 1.34  # letters reach further down, and points stand above them
_YELLOW = "#FFD60A"
_WHITE, _BLACK = "#FFFFFF", "#000000"


def arrange(caption: Caption, look: Look, layout: Layout, area: Area, language: str) -> list[Placed]:
    """The caption's words in the picture: as large as the look wants and the area allows."""
    # A caption is a part of a sentence: it may begin with a Latin name and still read from the right.
    backwards = True if language_reads_right_to_left(language) else None
    setting = Setting(
        font=look.font,
        largest=look.size * layout.unit,
        smallest=look.size * layout.unit * 0.5,
        max_width=area.width - 2 * look.outline * look.size * layout.unit,
        max_height=area.height,
        max_lines=look.max_lines,
        line_height=max(look.line_height, _ARABIC_LINE_HEIGHT if backwards else 0.0),
        gap=look.gap,
    )
    texts = [capitals(word.text, language) if look.capitals else word.text for word in caption.words]
    return place(fit(texts, setting), area.centre_x, area.centre_y, right_to_left=backwards)


def capitals(text: str, language: str) -> str:
    """Upper case; Turkish and Azeri keep the dot on their i."""
    if language.partition("-")[0].casefold() in {"tr", "az"}:
        text = text.replace("i", "İ")
    return text.upper()


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A piece of a caption and the frames during which its word is the spoken one."""

    caption: Caption
    piece: Placed
    word: TimedWord
    start: int
    end: int


def draw(caption: Caption, look: Look, placed: list[Placed], palette: Palette) -> Iterator[Event]:
    ink = Ink(look.font, _WHITE, _BLACK, look.outline, look.shadow, look.blur)
    for number, (word, start, end) in enumerate(active_spans(caption)):
        for piece in (piece for piece in placed if piece.word == number):
            yield from _DRAWERS[look.emphasis](_Spoken(caption, piece, word, start, end), ink, palette)


def _at_rest(spoken: _Spoken, ink: Ink) -> Iterator[Event]:
    """The word while others of its caption are spoken."""
    for start, end in ((spoken.caption.start, spoken.start), (spoken.end, spoken.caption.end)):
        if start < end:
            yield Event(start, end, _LAYER_WORD, ass.word(spoken.piece, ink))


def _pop(spoken: _Spoken, ink: Ink, _palette: Palette) -> Iterator[Event]:
    yield from _at_rest(spoken, ink)
    jump = f"\\1c{ass.colour(_YELLOW)}\\fscx86\\fscy86" + _grow(0, 2, 111) + _grow(2, 4.5, 104)
    yield Event(spoken.start, spoken.end, _LAYER_ACTIVE, ass.word(spoken.piece, ink, tags=jump))


def _box(spoken: _Spoken, ink: Ink, palette: Palette) -> Iterator[Event]:
    """Plain words stand in white; the spoken one in the accent's contrast colour on a box of the accent."""
    yield from _at_rest(spoken, Ink(ink.font, _WHITE, _BLACK, 0.075, ink.shadow, 0.02))
    box = ass.word_box(spoken.piece, ink.font, palette.accent, tags="\\fscx80\\fscy80" + _grow(0, 2.5, 100))
    yield Event(spoken.start, spoken.end, _LAYER_BOX, box)
    marked = Ink(ink.font, ink_on(palette.accent))
    yield Event(spoken.start, spoken.end, _LAYER_ACTIVE, ass.word(spoken.piece, marked))


def _reveal(spoken: _Spoken, ink: Ink, _palette: Palette) -> Iterator[Event]:
    """One event for the whole caption; the word turns from faint to full when it is spoken."""
    caption = spoken.caption
    begin = duration_ms(spoken.start - caption.start)
    faint = f"\\1a{ass.alpha(0.6)}\\3a{ass.alpha(0.6)}"
    turn = f"\\t({begin},{begin + duration_ms(3)},\\1a{ass.alpha(1)}\\3a{ass.alpha(0.95)})"
    yield Event(caption.start, caption.end, _LAYER_WORD, ass.word(spoken.piece, ink, tags=faint + turn))


def _sweep(spoken: _Spoken, ink: Ink, palette: Palette) -> Iterator[Event]:
    """White below, colour above; the colour is uncovered in the direction in which the word is read."""
    piece, end = spoken.piece, spoken.caption.end
    yield Event(spoken.caption.start, end, _LAYER_WORD, ass.word(piece, ink))
    sung = Ink(ink.font, palette.accent, ink.outline_colour, ink.outline, 0.0, ink.blur)
    left = piece.centre_x - piece.width / 2 - 0.12 * piece.em
    right = piece.centre_x + piece.width / 2 + 0.12 * piece.em
    top, bottom = piece.baseline - 1.3 * piece.em, piece.baseline + 0.6 * piece.em
    edge = right if reads_right_to_left([piece.text]) else left
    tags = (
        f"\\clip({edge:.0f},{top:.0f},{edge:.0f},{bottom:.0f})"
        f"\\t(0,{duration_ms(spoken.word.end - spoken.word.start)},"
        f"\\clip({left:.0f},{top:.0f},{right:.0f},{bottom:.0f}))"
    )
    yield Event(spoken.start, end, _LAYER_ACTIVE, ass.word(piece, sung, tags=tags))


def _build(spoken: _Spoken, ink: Ink, palette: Palette) -> Iterator[Event]:
    strong = key_word([word.text for word in spoken.caption.words]) == spoken.piece.word
    shade = replace(ink, colour=palette.accent) if strong else ink
    yield Event(spoken.start, spoken.caption.end, _LAYER_WORD, ass.word(spoken.piece, shade, tags=ass.POP_IN))


def _grow(begin: float, end: float, percent: int) -> str:
    return f"\\t({duration_ms(begin)},{duration_ms(end)},\\fscx{percent}\\fscy{percent})"


_DRAWERS = {
    Emphasis.POP: _pop,
    Emphasis.BOX: _box,
    Emphasis.REVEAL: _reveal,
    Emphasis.SWEEP: _sweep,
    Emphasis.BUILD: _build,
}
