"""Telling whether a brief is in another language than it says, by its script and its small words."""

import re
from collections.abc import Sequence

from geminivideo.creative.english.language import foreign_language, small_words_seen

_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SEEN, _SHARE, _ARABIC_WORDS = 2, 0.12, 3


def other_language(texts: Sequence[str], said: str) -> str | None:
    """The language the texts are plainly in, when it is not `said`; None where they are, and for doubt."""
    words = [word for text in texts for word in _WORD.findall(text)]
    arabic = {word for text in texts for word in _ARABIC_WORD.findall(text)}
    is_arabic = len(arabic) >= _ARABIC_WORDS and sum(bool(_ARABIC_WORD.match(w)) for w in words) > len(words) / 2
    if is_arabic:
        return None if said == "ar" else "ar"
    if said == "en":
        return foreign_language(texts)
    seen = small_words_seen(texts)
    if said == "ar" and not arabic:
        return max(seen, key=lambda language: len(seen[language])) if any(seen.values()) else None
    language = max(seen, key=lambda name: len(seen[name]))
    telling = {word for word in seen[language] if len(word) > 2 or language == "en"}
    plain = len(telling) >= _SEEN and len(seen[language]) > len(seen.get(said, [])) + 1
    return language if language != said and plain and len(seen[language]) >= _SHARE * len(words) else None
