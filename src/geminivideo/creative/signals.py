"""How much of a sign there is in a text. The judges score by it, the writers choose by it; it reads any text."""

import math
import re
from collections.abc import Sequence

from geminivideo.core.word_list import is_known
from geminivideo.creative.signs import BROAD, CONCRETE, TRIGGERS, VAGUE
from geminivideo.creative.words import STOP_WORDS, content_words, sentences, stem, tokens

_VAGUE_STEMS = frozenset(stem(word) for word in VAGUE)


def hits(pattern: re.Pattern[str], text: str) -> int:
    """How many different matches there are: saying "because" twice does not argue twice."""
    return len({match.group().lower() for match in pattern.finditer(text)})


def strength(pattern: re.Pattern[str], text: str, enough: float = 3.0) -> float:
    """0 for no sign, rising ever more slowly towards 1 at `enough` different ones."""
    return min(1.0, math.sqrt(hits(pattern, text) / enough))


def trigger_families(text: str) -> tuple[str, ...]:
    return tuple(family for family, pattern in TRIGGERS.items() if pattern.search(text))


def specificity(phrase: str) -> float:
    """How much a brief's phrase pins down, 0-1: "good stuff" nearly nothing, "no time for the gym" a lot.

    One minus the product of what each word leaves open; digits and names pin down most, vague words nothing.
    """
    left_open = 1.0
    for word in tokens(phrase):
        if word not in STOP_WORDS:
            left_open *= 1.0 - _pinned_down(word, phrase)
    return 1.0 - left_open


def firmness(phrase: str) -> float:
    """Specificity, full from 0.7 on: a short plain phrase such as "lose fat" is all a brief needs."""
    return min(1.0, specificity(phrase) / 0.7)


def understandable(phrases: Sequence[str]) -> float:
    """1 where most words are known, 0 where hardly any is; names and terms of a trade may well be unknown."""
    words = [word for phrase in phrases for word in tokens(phrase)]
    if not words:
        return 1.0
    return min(1.0, max(0.0, (1.0 - len(unknown_words(phrases)) / len(words) - 0.35) / 0.3))


def unknown_words(phrases: Sequence[str]) -> list[str]:
    words = (word for phrase in phrases for word in tokens(phrase))
    return [word for word in words if not all(is_known(part) for part in re.split(r"['-]", word) if len(part) > 1)]


def _pinned_down(word: str, phrase: str) -> float:
    if word in VAGUE or stem(word) in _VAGUE_STEMS:
        return 0.05
    if word[0].isdigit():
        return 0.7
    if word in BROAD:
        return 0.35
    named = re.search(rf"(?<!^)\b{re.escape(word.capitalize())}\b", phrase)
    return 0.7 if named else 0.6


def vagueness(text: str) -> float:
    """Share of the meaningful words that say nothing in particular."""
    words = content_words(text)
    return sum(word in VAGUE for word in words) / len(words) if words else 1.0


def concreteness(text: str) -> float:
    """Share of sentences with something one could film or look up, 0-1."""
    parts = sentences(text)
    return sum(bool(CONCRETE.search(part)) for part in parts) / len(parts) if parts else 0.0


def readability(texts: Sequence[str]) -> float:
    """Flesch reading ease over all sentences, 0-1 from 50 (hard) to 90 (a child follows)."""
    parts = [part for text in texts for part in sentences(text)]
    words = [word for part in parts for word in tokens(part)]
    if not words:
        return 0.0
    ease = 206.835 - 1.015 * len(words) / len(parts) - 84.6 * sum(map(_syllables, words)) / len(words)
    return min(1.0, max(0.0, (ease - 50) / 40))


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
