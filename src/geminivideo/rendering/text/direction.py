"""Which way a line reads, and the order in which its words stand from left to right."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby


def reads_right_to_left(words: Iterable[str]) -> bool:
    """By the first character that has a direction at all (rule P2 of the Unicode bidirectional algorithm)."""
    for word in words:
        direction = _direction(word)
        if direction is not None:
            return direction == "R"
    return False


def visual_order(words: Sequence[str], *, right_to_left: bool) -> list[int]:
    """Indices from left to right. Words of the other direction keep their own order among themselves."""
    main = "R" if right_to_left else "L"
    groups = [list(group) for _key, group in groupby(range(len(words)), lambda i: _direction(words[i]) or main)]
    ordered: list[int] = []
    for group in reversed(groups) if right_to_left else groups:
        backwards = (_direction(words[group[0]]) or main) == "R"
        ordered += reversed(group) if backwards else group
    return ordered


def _direction(word: str) -> str | None:
    for character in word:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return "R"
        if direction == "L":
            return "L"
    return None
