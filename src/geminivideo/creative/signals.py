"""How much of a sign there is in a text. The judges score by it, the writers choose by it; it reads any text."""

import math
import re
from collections.abc import Sequence

from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.signs import Sign
from geminivideo.creative.words import content_words, sentences, tokens

_EASY_SENTENCE, _HARD_SENTENCE = 12, 24


def hits(pattern: Sign, text: str) -> int:
    """How many different matches there are: saying "because" twice does not argue twice."""
    return len({match.group().lower() for match in pattern.finditer(text)})


def strength(pattern: Sign, text: str, enough: float = 3.0) -> float:
    """0 for no sign, rising ever more slowly towards 1 at `enough` different ones."""
    return min(1.0, math.sqrt(hits(pattern, text) / enough))


def trigger_families(text: str, language: Language = ENGLISH) -> tuple[str, ...]:
    return tuple(family for family, pattern in language.signs.triggers.items() if pattern.search(text))


def specificity(phrase: str, language: Language = ENGLISH) -> float:
    """How much a brief's phrase pins down, 0-1: "good stuff" nearly nothing, "no time for the gym" a lot.

    One minus the product of what each word leaves open; digits and names pin down most, vague words nothing.
    """
    left_open = 1.0
    for word in content_words(phrase, language.words):
        left_open *= 1.0 - _pinned_down(word, phrase, language)
    return 1.0 - left_open


def firmness(phrase: str, language: Language = ENGLISH) -> float:
    """Specificity, full from 0.7 on: a short plain phrase such as "lose fat" is all a brief needs."""
    return min(1.0, specificity(phrase, language) / 0.7)


def understandable(phrases: Sequence[str], language: Language = ENGLISH) -> float:
    """1 where most words are known, 0 where hardly any is; names and terms of a trade may well be unknown."""
    words = [word for phrase in phrases for word in tokens(phrase, language.words)]
    if not words:
        return 1.0
    return min(1.0, max(0.0, (1.0 - len(unknown_words(phrases, language)) / len(words) - 0.35) / 0.3))


def unknown_words(phrases: Sequence[str], language: Language = ENGLISH) -> list[str]:
    words = (word for phrase in phrases for word in tokens(phrase, language.words))
    parts = ((word, [part for part in re.split(r"['-]", word) if len(part) > 1]) for word in words)
    return [word for word, some in parts if not all(map(language.knows, some))]


def _pinned_down(word: str, phrase: str, language: Language) -> float:
    if word in language.signs.vague or language.words.stem(word) in language.vague_stems:
        return 0.05
    if word[0].isdigit():
        return 0.7
    if word in language.signs.broad:
        return 0.35
    named = re.search(rf"(?<!^)\b{re.escape(word.capitalize())}\b", phrase)
    return 0.7 if named else 0.6


def vagueness(text: str, language: Language = ENGLISH) -> float:
    """Share of the meaningful words that say nothing in particular."""
    words = content_words(text, language.words)
    return sum(word in language.signs.vague for word in words) / len(words) if words else 1.0


def concreteness(text: str, language: Language = ENGLISH) -> float:
    """Share of sentences with something one could film or look up, 0-1."""
    parts = sentences(text)
    return sum(bool(language.signs.concrete.search(part)) for part in parts) / len(parts) if parts else 0.0


def readability(texts: Sequence[str], language: Language = ENGLISH) -> float:
    """0-1, from hard to what a child follows: Flesch reading ease from 50 to 90 in English.

    Elsewhere by the length of sentences alone, full at 12 words and nothing at 24: syllables would need other formulas.
    """
    parts = [part for text in texts for part in sentences(text)]
    words = [word for part in parts for word in tokens(part, language.words)]
    if not words:
        return 0.0
    per_sentence = len(words) / len(parts)
    if language is not ENGLISH:
        return min(1.0, max(0.0, (_HARD_SENTENCE - per_sentence) / (_HARD_SENTENCE - _EASY_SENTENCE)))
    ease = 206.835 - 1.015 * per_sentence - 84.6 * sum(map(_syllables, words)) / len(words)
    return min(1.0, max(0.0, (ease - 50) / 40))


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
