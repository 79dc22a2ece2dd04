"""Reading a clause about somebody or something else: clients pay late, my skin looks dull, nobody answers."""

from geminivideo.creative.english import lexicon as lex
from geminivideo.creative.english.morphology import base_of_third, guess_base, ing_form
from geminivideo.creative.english.phrase import Kind, Phrase

_BEING = {
    "is": "being", "are": "being", "was": "being", "were": "being", "isn't": "not being", "aren't": "not being",
    "has": "having", "have": "having", "had": "having", "hasn't": "not having", "haven't": "not having",
}  # fmt: skip
_NOT_DOING = frozenset("doesn't don't won't can't cannot didn't couldn't".split())
_SOMETIMES = frozenset("never always just".split())
_IMPERSONAL = frozenset("feels takes costs looks seems sounds makes hurts keeps".split())
_CONTRACTED = frozenset("it's that's there's everything's nothing's".split())
_PERSONS = frozenset("i we you".split())
_OBJECT_FORMS = {"they": "them", "he": "him", "she": "her"}
_LAST_SUBJECT_WORD = 5
_NOUN_TOO = lex.NOUN_FIRST | lex.VERB_FIRST | {"waste", "act", "count", "drain"}
_AFTER_NOUN_TOO = lex.AFTER_VERB | {"on", "at", "to", "too", "hours", "days", "weeks", "me", "my"}


def with_subject(words: list[str]) -> Phrase | None:
    low = [word.lower().strip(",;:") for word in words]
    if len(low) > 1 and low[0] in _IMPERSONAL:
        return Phrase(Kind.CLAUSE, " ".join(words), low[0], " ".join(words[1:]), "it")
    if low[0] in _CONTRACTED and len(low) > 1:
        return Phrase(Kind.CLAUSE, " ".join(words), "is", " ".join(words[1:]), low[0].removesuffix("'s"))
    for place in range(1, min(len(low), _LAST_SUBJECT_WORD + 1)):
        if low[place - 1] in lex.RELATIVE | _PERSONS or low[place] in lex.RELATIVE:
            return None
        if _is_finite(low, place):
            return Phrase(
                Kind.CLAUSE, " ".join(words), low[place], " ".join(words[place + 1 :]), " ".join(words[:place])
            )
    too = _place_of_too(low)
    if too is None:
        return None
    subject, rest = " ".join(words[:too]) or "it", " ".join(words[too:])
    return Phrase(Kind.CLAUSE, f"{subject} is {rest}" if too else f"it's {rest}", "is", rest, subject)


def _place_of_too(low: list[str]) -> int | None:
    """Where "too slow" says something of what stands before it, or of an unnamed thing."""
    for place, word in enumerate(low[:-1]):
        start = place - 1 if place and low[place - 1] in {"way", "far"} else place
        if word == "too" and low[place + 1] not in {"much", "many"} and len(low) - place <= 4 and start <= 3:
            return None if any(w in lex.FINITE | lex.PREPOSITIONS for w in low[:start]) else start
    return None


def _is_finite(low: list[str], place: int) -> bool:
    """Whether a sentence's predicate starts at `place`."""
    word, subject = low[place], low[place - 1]
    following = low[place + 1] if place + 1 < len(low) else ""
    if word in lex.FINITE:
        return place + 1 < len(low)
    if subject in lex.SINGULAR_SUBJECTS and word.endswith("s"):
        return True
    if subject in lex.PREPOSITIONS | lex.DETERMINERS or subject.endswith("'s"):
        return False
    if place == 2 and low[0] in lex.DETERMINERS and word.endswith("s") and following in {"me", "us", "everything"}:
        return True
    third = base_of_third(word)
    if third and not subject.endswith("s"):
        return _likely_verb(third, following)
    plural = subject in lex.PLURAL_SUBJECTS or (subject.endswith("s") and not subject.endswith(("ss", "us", "is")))
    return plural and word in lex.BASE_VERBS and _likely_verb(word, following)


def _likely_verb(base: str, following: str) -> bool:
    if base in lex.LINKING:
        return bool(following) or base == "hurt"
    return base not in _NOUN_TOO or following in _AFTER_NOUN_TOO


def as_noun(phrase: Phrase, subject: str) -> str | None:
    """Such as "clients pay late" -> "clients paying late"; None when the verb has no such form ("kids can swim")."""
    verb, _, rest = phrase.rest.partition(" ")
    subject = _OBJECT_FORMS.get(subject, subject)
    if phrase.verb in _BEING and verb in _SOMETIMES:
        return f"{subject} {verb} {_BEING[phrase.verb]} {rest}".strip()
    if phrase.verb in _BEING:
        return f"{subject} {_BEING[phrase.verb]} {phrase.rest}".strip()
    if phrase.verb in _NOT_DOING and (verb in lex.BASE_VERBS or verb == "be"):
        return f"{subject} not {ing_form(verb)} {rest}".strip()
    if phrase.verb in _SOMETIMES and (verb in lex.BASE_VERBS or verb.endswith("s")):
        act = verb if verb in lex.BASE_VERBS else guess_base(verb)
        return f"{subject} {phrase.verb} {ing_form(act)} {rest}".strip()
    base = base_of_clause_verb(phrase)
    return f"{subject} {ing_form(base)} {phrase.rest}".strip() if base else None


def base_of_clause_verb(phrase: Phrase) -> str | None:
    """`takes` -> `take`; None for an auxiliary, which has no other form here."""
    if phrase.verb in lex.FINITE:
        return None
    if phrase.verb in lex.BASE_VERBS:
        return phrase.verb
    return guess_base(phrase.verb) if phrase.verb.endswith("s") else None
