"""The distinct lines of a scene: a line seen at many moments is kept once, as it was read best."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from geminivideo.core.footage_scene import Box, SeenText

_SURE = 0.9
_ALIKE, _ALIKE_THOUGH_SURE = 0.7, 0.9
_SAME_PLACE = 0.3  # of the smaller box
_MOST = 60  # lines of a scene


def distinct_lines(seen: Iterable[SeenText]) -> tuple[SeenText, ...]:
    """In the order in which they first appear. `seen` is in order of time, each moment's lines in reading order."""
    kept: list[SeenText] = []
    for line in seen:
        place = next((place for place, other in enumerate(kept) if _is_one_line(other, line)), None)
        if place is not None:
            kept[place] = _better(kept[place], line)
        elif len(kept) < _MOST:
            kept.append(line)
    return tuple(kept)


def _is_one_line(one: SeenText, other: SeenText) -> bool:
    """Same letters anywhere; or at the same place, a part of the other or letters that differ only a little.

    How little depends on how surely both were read; then other digits are another line: "save 20%" is not "save 30%".
    """
    first, second = _letters(one.text), _letters(other.text)
    if first == second:
        return True
    if not _same_place(one.box, other.box):
        return False
    return _grows(first, second) or _alike(first, second, sure=min(one.confidence, other.confidence) >= _SURE)


def _alike(first: str, second: str, *, sure: bool) -> bool:
    if sure and _digits(first) != _digits(second):
        return False
    least = _ALIKE_THOUGH_SURE if sure else _ALIKE
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= least


def _grows(one: str, other: str) -> bool:
    """Whether one is the other's beginning, as of a line that is being written on screen."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and longer.startswith(shorter)


def _better(one: SeenText, other: SeenText) -> SeenText:
    first, second = _letters(one.text), _letters(other.text)
    if first != second and _grows(first, second):
        return max(one, other, key=lambda line: len(line.text))
    return other if other.confidence > one.confidence else one


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _digits(letters: str) -> str:
    return "".join(sign for sign in letters if sign.isdigit())


def _same_place(one: Box, other: Box) -> bool:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = max(min(one.area, other.area), 1e-9)
    return max(0.0, width) * max(0.0, height) / smaller >= _SAME_PLACE
