"""Whether a text is plainly in another language than the brief asks for: by its letters, then by its small words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from geminivideo.creative.english.language import foreign_language
from geminivideo.creative.languages.registry import base_tag, language_for

_LATIN = "Latin"
_BY_SCRIPT = {
    "Arabic": "ar fa ur ps ckb sd ug arz ary",
    "Cyrillic": "ru uk bg be mk kk ky tg mn tt",
    "Greek": "el",
    "Hebrew": "he iw yi",
    "Devanagari": "hi mr ne",
    "Bengali": "bn as",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Khmer": "km",
    "Myanmar": "my",
    "Hangul": "ko",
    "Georgian": "ka",
    "Armenian": "hy",
    "Ethiopic": "am ti",
    "Cjk": "zh yue ja",
    _LATIN: """af az bs ca cs cy da de en es et eu fi fil fr ga gl ha hr hu id ig is it jv lb lt lv ms mt nb nl nn no
        pl pt ro sk sl so sq sv sw tl tr uz vi xh yo zu""",
}  # fmt: skip
_SCRIPT_OF = {language: script for script, languages in _BY_SCRIPT.items() for language in languages.split()}
_SUBTAGS = {"latn": _LATIN, "cyrl": "Cyrillic", "arab": "Arabic"}
# As the names of characters begin, where they do not begin with the script's.
_ALIASES = {"Hiragana": "Cjk", "Katakana": "Cjk", "Katakana-hiragana": "Cjk"}
_TOLD_APART = frozenset({"de", "fr", "es", "it", "pt", "nl"})
# No other language in Latin letters has several of these among its small words.
_ENGLISH = frozenset(
    "the and you your with that this are for what from when have don't it's they because without not every".split()
)
_SEEN, _SHARE = 3, 0.12
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words_per_second(tag: str) -> float:
    return language_for(tag).words.per_second


def is_english(tag: str) -> bool:
    return base_tag(tag) == "en"


def wrong_script(texts: Iterable[str], tag: str) -> str | None:
    """Why these cannot be in the language: most of their letters are none of its own."""
    expected = _script(tag)
    found = [_script_of(c) for text in texts for c in text if c.isalpha()]
    if expected is None or not found or 2 * found.count(expected) >= len(found):
        return None
    other = max(sorted(set(found)), key=found.count)
    return f"it is written in {other} letters, but the language is {tag!r}"


def wrong_language(texts: Iterable[str], tag: str) -> str | None:
    """Why a whole script is not in the language; None for doubt."""
    texts = list(texts)
    reason = wrong_script(texts, tag)
    if reason or _script(tag) != _LATIN:
        return reason
    language, other = base_tag(tag), foreign_language(texts)
    if language == "en" or (language in _TOLD_APART and other is not None):
        return f"it is in {other!r}, but the language is {tag!r}" if other not in (None, language) else None
    return f"it is in English, but the language is {tag!r}" if _is_plainly_english(texts) else None


def _is_plainly_english(texts: Iterable[str]) -> bool:
    words = [word.lower().replace("’", "'") for text in texts for word in _WORD.findall(text)]
    seen = [word for word in words if word in _ENGLISH]
    return len(set(seen)) >= _SEEN and len(seen) >= _SHARE * len(words)


def _script(tag: str) -> str | None:
    language, *subtags = tag.lower().split("-")
    named = next((_SUBTAGS[subtag] for subtag in subtags if subtag in _SUBTAGS), None)
    return named or _SCRIPT_OF.get(language)


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    name = unicodedata.name(character, "unknown").split()[0].capitalize()
    return _ALIASES.get(name, name)
