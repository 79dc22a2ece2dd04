"""Noun phrases: where their head is, and what stands before them."""

from geminivideo.creative.english import lexicon as lex
from geminivideo.creative.english.casing import lower_first

_AFTER_HEAD = lex.PREPOSITIONS | lex.RELATIVE | lex.DETERMINERS | frozenset(
    "all every again everywhere and or two three four five six seven eight nine ten twice once daily weekly".split()
)  # fmt: skip


def with_article(noun_phrase: str) -> str:
    """Such as "calm dog" -> "a calm dog"; plurals, mass nouns and phrases with a determiner stay."""
    low = _low(noun_phrase)
    if not low or low[0] in lex.DETERMINERS or low[0].endswith("'s") or low[0][:1].isdigit():
        return noun_phrase
    return f"{lex.article(low[0])} {noun_phrase}" if head(noun_phrase) in lex.COUNT_NOUNS else noun_phrase


def head(noun_phrase: str) -> str:
    """Such as "skin that glows" -> "skin"."""
    low = _low(noun_phrase)
    return low[_head_end(low) - 1].strip(",;")


def has_relative_clause(noun_phrase: str) -> bool:
    low = _low(noun_phrase)
    return _head_end(low) < len(low) and low[_head_end(low)] in lex.RELATIVE


def owned(subject: str) -> str:
    """Such as "dog" -> "my dog": a bare singular thing is the speaker's own."""
    low = _low(subject)
    bare = low[-1] in lex.COUNT_NOUNS and low[0] not in lex.DETERMINERS
    return f"my {lower_first(subject)}" if bare else subject


def _low(phrase: str) -> list[str]:
    return [word.lower() for word in phrase.split()]


def _head_end(low: list[str]) -> int:
    stops = (i for i, word in enumerate(low) if i and (word in _AFTER_HEAD or word[:1].isdigit()))
    return next(stops, len(low))
