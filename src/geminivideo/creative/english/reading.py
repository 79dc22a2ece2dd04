"""From a line of a brief, as typed, to a phrase that rules can work with."""

import re

from geminivideo.core.word_list import is_known
from geminivideo.creative.english.casing import lower_first, plain_phrase
from geminivideo.creative.english.clauses import with_subject
from geminivideo.creative.english.lexicon import COUNT_NOUNS, DETERMINERS, PREPOSITIONS, RELATIVE
from geminivideo.creative.english.phrase import Kind, Phrase
from geminivideo.creative.english.predicates import personal, subjectless

MAX_WORDS = 10
_DO_NOT = re.compile(r"^do not ", re.IGNORECASE)
_QUOTED_WORDS = 7
_LONGEST_WORD = 30

_WISH_LEADS = (
    "i want to be able to", "i want to finally", "i want to", "i would like to", "i'd like to", "i'd love to",
    "i would love to", "i wish i could", "i wish i had", "i wish to", "i need to", "i hope to", "we want to",
    "we need to", "we'd like to", "we'd love to", "want to be able to", "want to", "wants to", "wanting to",
    "wish i could", "wish to", "would like to", "would love to", "to be able to", "being able to", "be able to",
    "able to", "i can finally", "i can", "we can finally", "we can", "you can", "can finally", "how to", "how can i",
    "i want", "we want", "i need", "we need", "i'd love", "i would love", "help me to", "help me", "helping me",
    "to finally", "to",
)  # fmt: skip
_PAIN_LEADS = (
    "the problem is that", "the problem is", "my problem is", "struggling with", "struggle with", "i struggle with",
    "suffering from", "suffer from", "i suffer from", "dealing with", "we struggle with", "problems with having",
    "i have a problem with", "frustrated by having", "having to deal with", "stuck with", "living with", "i hate that",
)  # fmt: skip
_SUBJECTS = frozenset("i we you".split())
_BREAKS = RELATIVE | PREPOSITIONS - {"of", "than", "to"} | frozenset(
    "because when but so and or even until if though although instead rather due like where unless".split()
)  # fmt: skip
_NEVER_LAST = (
    DETERMINERS | PREPOSITIONS | RELATIVE | frozenset("and or but so to too very really not no is are".split())
)


def read_pain(text: str) -> Phrase:
    return _read(_without_lead(plain_phrase(text), _PAIN_LEADS), wish=False)


def read_desire(text: str) -> Phrase:
    return _read(_without_lead(plain_phrase(text), _WISH_LEADS), wish=True)


def read_offer(text: str) -> Phrase:
    return _read(plain_phrase(text), wish=True)


def shorten(text: str, limit: int = MAX_WORDS) -> str | None:
    """`text` up to the last natural break within `limit` words; None when there is none."""
    words = text.split()
    if len(words) <= limit:
        return text
    for end in range(limit, 1, -1):
        breaks = words[end].lower().strip(",") in _BREAKS or words[end - 1].endswith((",", ";", ":"))
        if breaks and words[end - 1].lower() not in _NEVER_LAST:
            return " ".join(words[:end]).rstrip(",;:")
    return None


def _without_lead(text: str, leads: tuple[str, ...]) -> str:
    lowered = text.lower()
    for lead in sorted(leads, key=len, reverse=True):
        if lowered.startswith(lead + " ") and not lowered.endswith("?"):
            return lower_first(text[len(lead) + 1 :])
    return text


def _read(text: str, *, wish: bool) -> Phrase:
    short = shorten(text.rstrip("?") if len(text.split()) > MAX_WORDS else text)
    if short is None or not _is_english(text):
        return Phrase(Kind.OTHER, _beginning(text))
    if text.endswith("?"):
        return Phrase(Kind.QUESTION, short.rstrip("?") + "?")
    short = _DO_NOT.sub("don't ", short)
    words = short.split()
    subject, _, contracted = words[0].lower().partition("'")
    if subject in _SUBJECTS and len(words) > 1:
        return personal([f"'{contracted.lower()}", *words[1:]] if contracted else words[1:], short)
    phrase = subjectless(words, wish=wish) or with_subject(words)
    return phrase or Phrase(*((Kind.NOUN, short) if starts_a_noun(words) else (Kind.OTHER, _beginning(text))))


def starts_a_noun(words: list[str]) -> bool:
    """What is left when it is no act and no clause: a noun phrase, as long as its first word is one that we know.

    Names, acronyms and numbers are known as such.
    """
    first = words[0].strip("'‘’“”,").removesuffix("'s")
    if first != first.lower() or first.removesuffix("s") in COUNT_NOUNS or not first[:1].isalpha():
        return True
    return all(is_known(part) for part in re.split(r"[-'/&+.]", first) if part)


def _beginning(text: str) -> str:
    words = text.split()
    start = " ".join(word[:_LONGEST_WORD] for word in words[:_QUOTED_WORDS])
    return start if start == text else start + "…"


def _is_english(text: str) -> bool:
    """Letters of another script can be shown, but no sentence can be built around them."""
    letters = [c for c in text if c.isalpha()]
    readable = all(len(word) <= _LONGEST_WORD for word in text.split())
    return readable and bool(letters) and sum(c.isascii() for c in letters) > len(letters) / 2
