"""Plain reading of text: sentences, spoken words, tokens, n-grams. Everything here counts the same way."""

import math
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from geminivideo.creative.english.lexicon import PAST_FORMS

# What a voice can speak in a second of English without rushing; a scene's words must fit its seconds.
WORDS_PER_SECOND = 2.5

_TOKEN = re.compile(r"[a-z0-9]+(?:['’.,:-][a-z0-9]+)*%?")
_SENTENCE_END = re.compile(r"(?<=[.!?…؟])\s+|(?<=[.!?…؟][”’\"'“»])\s+")
_SPOKEN = re.compile(r"\w")
# Scripts without spaces between words, and the part of a word's time that a character takes. Chinese is spoken at 5.2
# syllables a second, one a character (Pellegrino et al. 2011), Japanese at about as many characters; Thai, Lao,
# Burmese and Khmer spell a syllable with about three.
_UNSPACED = (
    (re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"), 0.5),
    (re.compile("[\u0e01-\u0e30\u0e40-\u0e45\u0e81-\u0eb0\u0ec0-\u0ec4\u1000-\u102a\u1780-\u17b3]"), 0.17),
)

STOP_WORDS = frozenset(
    """a an the this that these those and or but so if then than as of to in on at by for from with without into about
    over under up down out off is are was were be been being am do does did have has had will would can could should may
    might must not no nor i me my mine myself we us our ours you your yours yourself he him his she her it its itself
    they them their i'm i've i'd i'll you're you've you'd you'll we're we've it's that's there's here's what what's who
    which when where why how all any both each every some such own same just too very only also again still once here
    there now don't doesn't didn't isn't aren't wasn't won't can't cannot couldn't shouldn't let's let get gets getting
    got""".split()
)


_BASES = {past: base for past, (base, _) in PAST_FORMS.items()} | {part: base for base, part in PAST_FORMS.values()}


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Crude but even-handed: losing, lose, lost -> los; tried, trying -> try; bills -> bill."""
    word = _BASES.get(word, word)
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            bare = word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
            doubled = ending in {"ing", "ed"} and len(bare) > 2 and bare[-1] == bare[-2] and bare[-1] not in "ls"
            return bare[:-1] if doubled else bare
    return word


@dataclass(frozen=True, eq=False)
class Words:
    """How a language cuts a text into words, which of its words are forms of one, and how fast they are spoken.

    `plain` makes spellings equal that mean the same; `token` is matched in what it returns.
    """

    token: re.Pattern[str]
    plain: Callable[[str], str]
    stem: Callable[[str], str]
    stop_words: frozenset[str]
    per_second: float = WORDS_PER_SECOND


ENGLISH_WORDS = Words(_TOKEN, str.lower, stem, STOP_WORDS)


def tokens(text: str, words: Words = ENGLISH_WORDS) -> list[str]:
    """Lower-case words and numbers, apostrophes made straight."""
    return [token.replace("’", "'") for token in words.token.findall(words.plain(text))]


def content_words(text: str, words: Words = ENGLISH_WORDS) -> list[str]:
    return [token for token in tokens(text, words) if token not in words.stop_words]


# Writing and judging ask for the same lines over and over.
@lru_cache(maxsize=16384)
def stems(text: str, words: Words = ENGLISH_WORDS) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(words.stem(word) for word in content_words(text, words))


def share_said(phrase: str, said: AbstractSet[str], words: Words = ENGLISH_WORDS) -> float:
    """Which part of a phrase's meaning is among these stems, 0-1."""
    wanted = stems(phrase, words)
    return len(wanted & said) / len(wanted) if wanted else 0.0


def has_words(text: str) -> bool:
    return any(c.isalpha() for c in text)


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


@lru_cache(maxsize=8192)
def spoken_words(text: str) -> int:
    """How many words a voice says: a dash or an emoji between spaces is not one.

    Where words are not parted by spaces, how many it could say in the time.
    """
    if text.isascii():
        return sum(1 for word in text.split() if _SPOKEN.search(word))
    unspaced = 0.0
    for script, words in _UNSPACED:
        text, characters = script.subn(" ", text)
        unspaced += words * characters
    return math.ceil(unspaced) + sum(1 for word in text.split() if _SPOKEN.search(word))


def seconds_needed(text: str, words: Words = ENGLISH_WORDS) -> float:
    return spoken_words(text) / words.per_second


def words_that_fit(seconds: float, words: Words = ENGLISH_WORDS) -> int:
    return int(seconds * words.per_second + 1e-9)


def ngrams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + size]) for start in range(len(words) - size + 1)]


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared share of two sets of words, 0-1; two empty texts count as the same."""
    union = len(one | other)
    return len(one & other) / union if union else 1.0
