"""How good an opening line is by itself: what the reasoning seat scores and a rewriter chooses by."""

from collections.abc import Sequence

from geminivideo.creative.appeal import appeal
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.signals import firmness, hits
from geminivideo.creative.words import share_said, spoken_words, stems

_BEST_APPEAL = 0.70
_TENSION = ("curiosity", "contrast", "loss", "belonging", "vision", "relief")
_TENSION_VALUE = (0.0, 0.8, 1.0)
_HYPE_FACTOR = 0.8


def hook_quality(line: str, items: Sequence[str], language: Language = ENGLISH) -> float:
    """0-1 from its signs, whether it names one of the brief's `items`, the question it leaves open, and its length.

    Which signs win was learnt from English headlines: elsewhere the other parts alone make the quality.
    """
    words = language.words
    said = stems(line, words)
    named = max((share_said(item, said, words) * firmness(item, language) for item in items), default=0.0)
    tension = sum(bool(language.signs.triggers[family].search(line)) for family in _TENSION)
    open_question = _TENSION_VALUE[min(tension, 2)]
    if language is ENGLISH:
        signs = min(1.0, appeal(line) / _BEST_APPEAL)
        quality = 0.25 * signs + 0.35 * named + 0.25 * open_question + 0.15 * _length(line)
    else:
        quality = (0.35 * named + 0.25 * open_question + 0.15 * _length(line)) / 0.75
    return quality * _HYPE_FACTOR ** hits(language.signs.hype, line)


def _length(line: str) -> float:
    """Long enough to say something, short enough for the first three to five seconds."""
    words = spoken_words(line)
    if 5 <= words <= 10:
        return 1.0
    return 0.75 if 3 <= words <= 13 else 0.2
