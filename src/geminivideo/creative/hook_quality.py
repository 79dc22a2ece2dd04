"""How good an opening line is by itself: what the reasoning seat scores and a rewriter chooses by.

A quarter is the headline-appeal model's, which learned from one publisher's English headlines; a line in another
language is judged by the rest.
"""

from collections.abc import Sequence

from geminivideo.creative.appeal import appeals, is_english_enough
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.signals import firmness, hits
from geminivideo.creative.words import share_said, spoken_words, stems

# Most lines of our own copy deck, filled from ten briefs, have less (94% of 2,782): an ad's opening is drier than a
# headline made to be clicked.
_BEST_APPEAL = 0.57
_APPEAL_SHARE = 0.25
_TENSION = ("curiosity", "contrast", "loss", "belonging", "vision", "relief")
_TENSION_VALUE = (0.0, 0.8, 1.0)
_HYPE_FACTOR = 0.8


def hook_quality(line: str, items: Sequence[str], language: Language = ENGLISH) -> float:
    """0-1 from its appeal, whether it names one of the brief's `items`, the question it leaves open, and its length."""
    return hook_qualities([line], items, language)[0]


def hook_qualities(lines: Sequence[str], items: Sequence[str], language: Language = ENGLISH) -> list[float]:
    """One for each line; they are embedded together."""
    readable = [line for line in lines if language is ENGLISH and is_english_enough(line)]
    liked = dict(zip(readable, appeals(readable), strict=True))
    return [combine(line, items, liked.get(line), language) for line in lines]


def quality_without_appeal(line: str, items: Sequence[str], language: Language = ENGLISH) -> float:
    """0-1 from what needs no embedding: to narrow down many lines first."""
    words = language.words
    said = stems(line, words)
    named = max((share_said(item, said, words) * firmness(item, language) for item in items), default=0.0)
    tension = sum(bool(language.signs.triggers[family].search(line)) for family in _TENSION)
    quality = (0.35 * named + 0.25 * _TENSION_VALUE[min(tension, 2)] + 0.15 * _length(line)) / (1 - _APPEAL_SHARE)
    return quality * _HYPE_FACTOR ** hits(language.signs.hype, line)


def combine(line: str, items: Sequence[str], liked: float | None, language: Language = ENGLISH) -> float:
    """`liked` is its appeal, None where there is none."""
    rest = quality_without_appeal(line, items, language)
    if liked is None:
        return rest
    strength = min(1.0, liked / _BEST_APPEAL) * _HYPE_FACTOR ** hits(language.signs.hype, line)
    return _APPEAL_SHARE * strength + (1 - _APPEAL_SHARE) * rest


def _length(line: str) -> float:
    """Long enough to say something, short enough for the first three to five seconds."""
    words = spoken_words(line)
    if 5 <= words <= 10:
        return 1.0
    return 0.75 if 3 <= words <= 13 else 0.2
