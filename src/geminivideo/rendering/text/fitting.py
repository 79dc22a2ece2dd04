"""Breaking a text into lines and finding the largest size at which it fits a box. Lengths are pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.direction import reads_right_to_left, visual_order
from geminivideo.rendering.text.fonts import AnyFont

_SHRINK = 0.94
_SMALLEST = 8.0
_GIVEN_UP_FOR_A_LINE = 0.82  # the size at which one line less is still worth it


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text may be set."""

    font: AnyFont
    largest: float
    smallest: float
    max_width: float
    max_height: float
    max_lines: int
    line_height: float = 1.2
    gap: float = 0.28  # between words, in em
    fewer_lines: bool = False  # rather a little smaller than broken once more


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a part of one too long for a line; `word` is its index in the text."""

    word: int
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece in the picture, by the middle of its width and the baseline of its line."""

    word: int
    text: str
    centre_x: float
    baseline: float
    width: float
    em: float


@dataclass(frozen=True, slots=True)
class Fitted:
    em: float
    lines: tuple[tuple[Piece, ...], ...]
    setting: Setting

    @property
    def height(self) -> float:
        return len(self.lines) * self.em * self.setting.line_height

    def line_width(self, line: Sequence[Piece]) -> float:
        return sum(piece.width for piece in line) + self.setting.gap * self.em * max(0, len(line) - 1)

    @property
    def width(self) -> float:
        return max((self.line_width(line) for line in self.lines), default=0.0)


def fit(words: Sequence[str], setting: Setting) -> Fitted:
    """The largest size at which the words fit; below the smallest size long words are broken instead."""
    fitted = _largest(words, setting, setting.largest, setting.smallest, setting.max_lines)
    if fitted is None:
        return _fit_broken(words, setting)
    if setting.fewer_lines and len(fitted.lines) > 1:
        enough = max(setting.smallest, fitted.em * _GIVEN_UP_FOR_A_LINE)
        fitted = _largest(words, setting, fitted.em, enough, len(fitted.lines) - 1) or fitted
    return _balanced(words, fitted)


def _largest(words: Sequence[str], setting: Setting, largest: float, smallest: float, max_lines: int) -> Fitted | None:
    em = largest
    while em >= smallest:
        fitted = _break(words, setting, em)
        if len(fitted.lines) <= max_lines and _inside(fitted):
            return fitted
        em *= _SHRINK
    return None


def _inside(fitted: Fitted) -> bool:
    return fitted.width <= fitted.setting.max_width and fitted.height <= fitted.setting.max_height


def _fit_broken(words: Sequence[str], setting: Setting) -> Fitted:
    em = setting.smallest
    while True:
        fitted = _break(words, setting, em, split=True)
        if em <= _SMALLEST or fitted.height <= setting.max_height:
            return fitted
        em *= _SHRINK


def _break(
    words: Sequence[str], setting: Setting, em: float, *, split: bool = False, limit: float | None = None
) -> Fitted:
    """Fill line after line up to `limit` pixels."""
    limit = limit or setting.max_width
    lines: list[list[Piece]] = []
    used = 0.0
    for piece in _pieces(words, setting, em, split=split):
        step = piece.width + (setting.gap * em if lines else 0.0)
        if not lines or used + step > limit:
            lines.append([piece])
            used = piece.width
        else:
            lines[-1].append(piece)
            used += step
    return Fitted(em, tuple(tuple(line) for line in lines), setting)


def _pieces(words: Sequence[str], setting: Setting, em: float, *, split: bool) -> list[Piece]:
    pieces = []
    for index, word in enumerate(words):
        parts = _split_word(word, setting, em) if split else [word]
        pieces += [Piece(index, part, fonts.width(part, setting.font) * em) for part in parts]
    return pieces


def _split_word(word: str, setting: Setting, em: float) -> list[str]:
    """Parts of a word that each fit a line. Cut between letters, by a first guess and then shorter until it fits."""
    whole = fonts.width(word, setting.font) * em
    if whole <= setting.max_width:
        return [word]
    step = max(1, int(len(word) * setting.max_width / whole))
    while True:
        parts = [word[at : at + step] for at in range(0, len(word), step)]
        if step == 1 or all(fonts.width(part, setting.font) * em <= setting.max_width for part in parts):
            return parts
        step -= 1


def _balanced(words: Sequence[str], fitted: Fitted) -> Fitted:
    """The same number of lines, the widest of them as narrow as possible: no last line with one lonely word."""
    low, high = 0.0, fitted.setting.max_width
    best = fitted
    for _ in range(12):
        middle = (low + high) / 2
        tried = _break(words, fitted.setting, fitted.em, limit=middle)
        if len(tried.lines) == len(fitted.lines) and tried.width <= middle:
            best, high = tried, middle
        else:
            low = middle
    return best


def place(fitted: Fitted, centre_x: float, centre_y: float, *, right_to_left: bool | None = None) -> list[Placed]:
    """Centred lines around a point, words in reading order; without a direction given the text's own."""
    setting, em = fitted.setting, fitted.em
    cap = fonts.face(setting.font).cap_height * em
    if right_to_left is None:
        right_to_left = reads_right_to_left(piece.text for line in fitted.lines for piece in line)
    pitch = em * setting.line_height
    placed = []
    for number, line in enumerate(fitted.lines):
        baseline = centre_y + (number - (len(fitted.lines) - 1) / 2) * pitch + cap / 2
        left = centre_x - fitted.line_width(line) / 2
        for index in visual_order([piece.text for piece in line], right_to_left=right_to_left):
            piece = line[index]
            placed.append(Placed(piece.word, piece.text, left + piece.width / 2, baseline, piece.width, em))
            left += piece.width + setting.gap * em
    return placed
