"""Which way a line reads, and the order in which its words stand from left to right.

A small part of the Unicode bidirectional algorithm, for whole words: inside a word libass and Pillow do it themselves.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

_RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def language_reads_right_to_left(language: str) -> bool:
    return language.partition("-")[0].casefold() in _RIGHT_TO_LEFT_LANGUAGES


def reads_right_to_left(words: Iterable[str]) -> bool:
    """By the first character that has a direction at all (rule P2)."""
    return next((found == "R" for found in map(_direction, words) if found), False)


def visual_order(words: Sequence[str], *, right_to_left: bool) -> list[int]:
    """Indices from left to right. Words of the other direction keep their own order among themselves."""
    directions = _resolved(words, "R" if right_to_left else "L")
    groups = [list(group) for _direction, group in groupby(range(len(words)), directions.__getitem__)]
    ordered: list[int] = []
    for group in reversed(groups) if right_to_left else groups:
        ordered += reversed(group) if directions[group[0]] == "R" else group
    return ordered


def _resolved(words: Sequence[str], main: str) -> list[str]:
    """A direction for every word. A number follows Latin words (W7); what has none follows equal neighbours (N1)."""
    found = [_direction(word) for word in words]
    resolved: list[str] = []
    for position, word in enumerate(words):
        own = found[position]
        if own is None:
            before = resolved[-1] if resolved else main
            after = next((direction for direction in found[position:] if direction), main)
            number = before == "L" and any(character.isdigit() for character in word)
            own = before if number or before == after else main
        resolved.append(own)
    return resolved


def _direction(word: str) -> str | None:
    for character in word:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return "R"
        if direction == "L":
            return "L"
    return None
