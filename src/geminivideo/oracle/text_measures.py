"""What can be counted in an ad's words: tokens, sentences, reading ease. Texts are data and are only ever read."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…。؟।\n]+")
_VOWELS = re.compile(r"[aeiouy]+")
_DIGIT = re.compile(r"\d")
# Arabic vowel signs and the tatweel: not everybody types them, and they would cut words apart.
UNSAID = dict.fromkeys([*range(0x064B, 0x0660), 0x0670, 0x0640])
_LONG_WORD = 6  # letters; what LIX calls long is longer than this


def words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).translate(UNSAID).replace("’", "'"))


def has_digit(text: str) -> bool:
    return bool(_DIGIT.search(text))


def reading_ease(text: str, language: str) -> float:
    """0 (hard) to 100 (easy); a text without words is 100, because there is nothing to read.

    English: Flesch reading ease, 206.835 - 1.015 words/sentence - 84.6 syllables/word. Other languages: LIX, words per
    sentence + percentage of words over six letters, which needs no syllables; 20 (children's books) is put at 100 and
    60 (statutes) at 0.
    """
    tokens = words(text)
    if not tokens:
        return 100.0
    per_sentence = len(tokens) / _sentences(text)
    if language.lower().startswith("en"):
        ease = 206.835 - 1.015 * per_sentence - 84.6 * sum(map(_syllables, tokens)) / len(tokens)
    else:
        long_share = sum(len(token) > _LONG_WORD for token in tokens) / len(tokens)
        ease = (60 - (per_sentence + 100 * long_share)) * 2.5
    return min(max(ease, 0.0), 100.0)


def _sentences(text: str) -> int:
    return max(1, sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text)))


def _syllables(word: str) -> int:
    """Vowel groups, without a silent final e; at least one."""
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    silent = lower.endswith("e") and not lower.endswith(("le", "ee")) and count > 1
    return max(1, count - silent)
