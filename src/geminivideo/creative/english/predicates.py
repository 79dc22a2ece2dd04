"""Reading a phrase that has no subject, or "I" for one: what is had, done, felt, not managed."""

from geminivideo.creative.english import lexicon as lex
from geminivideo.creative.english.morphology import base_of_ing, base_of_third
from geminivideo.creative.english.phrase import Kind, Phrase

_CANNOT = {"can't": "can't", "cannot": "can't", "couldn't": "couldn't", "don't": "don't", "won't": "won't",
           "didn't": "didn't", "shouldn't": "shouldn't"}  # fmt: skip
_BE = frozenset("'m am are 're is was were".split())
_BEFORE_STATE = frozenset("too so always very really never not more constantly still".split())
_OWNERS = frozenset("my your our their his her its".split())
_BEFORE_OWNED = frozenset(
    "twice half once only just even all both such not is what why how when where while if because and or but except "
    "whatever whether i you we they he she it to never ever then so".split()
)
_NEGATED_NOUNS = frozenset("failed missed".split())


def personal(words: list[str], whole: str) -> Phrase:
    """After "I": am tired, have no time, can't sleep, tried every diet, feel stuck."""
    low, rest = _low(words), words[1:]
    if low[0] in _BE and rest:
        phrase = subjectless(rest, wish=False)
        known = phrase is not None and phrase.kind in {Kind.STATE, Kind.ACT}
        return phrase if phrase and known else Phrase(Kind.STATE, " ".join(rest))
    if low[0] in {"'ve", "have"} and rest and low[1] in lex.PAST_FORMS:
        going_on = _gerund(words[2:]) if low[1] == "been" and len(words) > 2 else None
        return going_on or _done(rest)
    if low[0] in {"have", "'ve", "got"} and rest and low[1] != "to":
        phrase = subjectless(rest, wish=False)
        return phrase if phrase and phrase.kind is Kind.AMOUNT else Phrase(Kind.NOUN, " ".join(rest))
    phrase = subjectless(words, wish=True)
    return phrase if phrase and phrase.kind is not Kind.AMOUNT else Phrase(Kind.OTHER, whole)


def subjectless(words: list[str], *, wish: bool) -> Phrase | None:
    """None when no rule tells that the phrase is more than a noun."""
    if wish and words[0].lower() == "not" and len(words) > 1 and _starts_with_verb(_low(words[1:]), wish=True):
        return Phrase(Kind.ACT, " ".join(words), words[1].lower(), " ".join(words[2:]), "not")
    for reader in (_amount, _cannot, _gerund, _state, _past, _with_adverb):
        phrase = reader(words)
        if phrase:
            return phrase
    return _act(words) if _starts_with_verb(_low(words), wish=wish) else None


def _low(words: list[str]) -> list[str]:
    return [word.lower().strip(",;:") for word in words]


def _amount(words: list[str]) -> Phrase | None:
    low = _low(words)
    if low[:2] == ["not", "having"] and low[2:] and low[2] != "enough":
        return Phrase(Kind.AMOUNT, " ".join(["no", *words[2 + (low[2] in {"a", "any", "the"}) :]]))
    single = len(low) > 1 and low[0] in lex.QUANTIFIERS and low[1] != "longer"
    double = tuple(low[:2]) in lex.QUANTIFIER_PAIRS and len(low) > 2
    if low[:2] == ["way", "too"] and low[2:3] not in (["much"], ["many"]):
        double = False
    return Phrase(Kind.AMOUNT, " ".join(words)) if single or double else None


def _cannot(words: list[str]) -> Phrase | None:
    low = _low(words)
    if low[0] in _CANNOT and len(words) > 1:
        return Phrase(Kind.CANNOT, " ".join(words), low[1], " ".join(words[2:]), _CANNOT[low[0]])
    return None


def _gerund(words: list[str]) -> Phrase | None:
    low = _low(words)
    start = 1 if low[0] in {"not", "never", "always", "constantly"} and len(low) > 1 else 0
    verb = base_of_ing(low[start])
    following = low[start + 1] if len(low) > start + 1 else ""
    if following in lex.FINITE or base_of_third(following) in lex.LINKING:
        return None
    if verb is None or low[start] in lex.ING_NOUNS or (low[start] in lex.ING_ADJECTIVES and len(low) > start + 1):
        return None
    before = low[0] if start else ""
    if verb == "keep" and len(low) > start + 1 and base_of_ing(low[start + 1]):
        verb, start, before = base_of_ing(low[start + 1]) or "", start + 1, "keep"
    return Phrase(Kind.ACT, " ".join(words), verb, " ".join(words[start + 1 :]), before)


def _state(words: list[str]) -> Phrase | None:
    low = _low(words)
    skipped = 1 if low[0] in _BEFORE_STATE else 0
    if low[:2] in (["way", "too"], ["far", "too"]):
        skipped = 2
    if low[0] == "too" and low[2:3] == ["to"] and low[1] not in lex.OF_THINGS:
        return Phrase(Kind.STATE, " ".join(words))
    if skipped >= len(low) or not is_adjective(low[skipped]):
        return None
    following = low[skipped + 1 :]
    doing = bool(following) and low[skipped] != "free" and base_of_ing(following[0]) is not None
    alone = not following or following[0] in lex.AFTER_ADJECTIVE or doing
    return Phrase(Kind.STATE, " ".join(words)) if alone or words[skipped].endswith(",") else None


def is_adjective(word: str) -> bool:
    return word in lex.ADJECTIVES or (word.endswith("-free") and len(word) > 5)


def feeling_verb(state: str) -> str:
    """What goes before a state: "feel tired", but "be fluent"."""
    words = (word.strip(",").lower() for word in state.split())
    return "feel" if next(filter(is_adjective, words), "") in lex.FEELINGS else "be"


def _past(words: list[str]) -> Phrase | None:
    low = _low(words)
    if low[0] not in lex.PAST_FORMS or len(words) < 2 or low[:2] == ["used", "to"]:
        return None
    return None if low[0] in _NEGATED_NOUNS and len(low) == 2 else _done(words)


def _done(words: list[str]) -> Phrase:
    base, participle = lex.PAST_FORMS[words[0].lower()]
    return Phrase(Kind.DONE, " ".join(words), base, " ".join(words[1:]), participle)


def _with_adverb(words: list[str]) -> Phrase | None:
    low = _low(words)
    if low[0] not in lex.ADVERBS or len(words) < 2:
        return None
    phrase = subjectless(words[1:], wish=True)
    if phrase is None or phrase.kind is not Kind.ACT or phrase.before:
        return None
    return Phrase(Kind.ACT, " ".join(words), phrase.verb, phrase.rest, low[0])


def _act(words: list[str]) -> Phrase:
    low = _low(words)
    repeated = base_of_ing(low[1]) if low[0] == "keep" and len(low) > 1 else None
    if repeated:
        return Phrase(Kind.ACT, " ".join(words), repeated, " ".join(words[2:]), "keep")
    return Phrase(Kind.ACT, " ".join(words), low[0], " ".join(words[1:]))


def _starts_with_verb(low: list[str], *, wish: bool) -> bool:
    first, following = low[0], low[1] if len(low) > 1 else ""
    if first not in lex.BASE_VERBS:
        return wish and _acts_on(first, following)
    if following in lex.AFTER_VERB:
        return True
    if first in lex.ADJECTIVE_FIRST:
        return wish and following in {"into", "in"}
    if first in lex.NOUN_FIRST:
        return wish and (following in {"on", "into", "up", "through"} or _is_plural(following))
    return wish or first not in lex.VERB_FIRST or following in lex.PREPOSITIONS - {"of", "from", "per"}


def _acts_on(first: str, following: str) -> bool:
    """A word we do not know as a verb is one before what somebody owns: "outwit my rivals"."""
    known = lex.COUNT_NOUNS | lex.ADJECTIVES | lex.PREPOSITIONS | lex.DETERMINERS | lex.QUANTIFIERS | _BEFORE_OWNED
    inflected = first.endswith(("s", "ing", "ed", "ly"))
    return following in _OWNERS and first.isalpha() and not inflected and first not in known


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))
