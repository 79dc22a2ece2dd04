"""Which line of the deck an opening was made from: two that differ only in their slots are one joke told twice."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from geminivideo.creative.director.copy_deck import SLOT, CopyDeck
from geminivideo.creative.words import ENGLISH_WORDS, Words, tokens

_GAP = "\0"


def template_uses(deck: CopyDeck, openings: Iterable[str], words: Words = ENGLISH_WORDS) -> Counter[str]:
    """How many of the openings each line of the deck has made."""
    lines = tuple(line for hook in deck.hooks.values() for line in hook.say)
    return Counter(line for text in openings if (line := template_of(text, lines, words)))


# Every turn of reflexion asks about the same openings again.
@lru_cache(maxsize=4096)
def template_of(text: str, lines: tuple[str, ...], words: Words = ENGLISH_WORDS) -> str | None:
    """The line that says most of the text in its own words, of those that can have made it."""
    said = " ".join(tokens(text, words))
    able = [line for line in lines if _pattern(line, words).fullmatch(said)]
    return max(able, key=lambda line: len(SLOT.sub("", line)), default=None)


@lru_cache(maxsize=1024)
def _pattern(line: str, words: Words) -> re.Pattern[str]:
    """Words only, because filling a line polishes its punctuation."""
    parts = [re.escape(" ".join(tokens(part, words))) for part in SLOT.sub(_GAP, line).split(_GAP)]
    return re.compile(r" ?\S.*? ?".join(parts))
