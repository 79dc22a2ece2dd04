"""Forms of English verbs, by rule with the exceptions that marketing copy meets."""

from geminivideo.creative.english.lexicon import BASE_VERBS, PAST_FORMS

_VOWELS = frozenset("aeiou")
_DOUBLING = frozenset(
    """get stop cut run plan quit win sit set put hit let shop swim begin slip drop chat hop tip trim slim fit ship plug
    snap dig shed skip grab swap wrap hug jog bag tap control commit submit refer prefer forget admit enrol rebel upset
    scan pin map nap tan chop mop pop""".split()
)
_ING = {"be": "being", "die": "dying", "lie": "lying", "tie": "tying", "dye": "dyeing", "age": "ageing"}
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
# Verbs that start no phrase of a brief, but are met inside one.
_INSIDE = "hurt ache act bleed die do fade flake judge stare interrupt count stall disrupt drain eat add follow".split()
_KNOWN = (*sorted(BASE_VERBS), *(base for base, _ in PAST_FORMS.values()), *_INSIDE)


def ing_form(verb: str) -> str:
    if verb in _ING:
        return _ING[verb]
    if verb in _DOUBLING:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"


def third_person(verb: str) -> str:
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


_BASE_OF_ING = {ing_form(verb): verb for verb in _KNOWN} | {"travelling": "travel", "cancelling": "cancel"}
_BASE_OF_THIRD = {third_person(verb): verb for verb in _KNOWN}


def base_of_ing(word: str) -> str | None:
    """`losing` -> `lose`; None for a verb that is not known."""
    for prefix in ("", "over", "under", "re", "mis"):
        base = _BASE_OF_ING.get(word.removeprefix(prefix)) if word.startswith(prefix) else None
        if base:
            return prefix + base
    return None


def base_of_third(word: str) -> str | None:
    """`pulls` -> `pull`; None for what is no known verb, such as a plural."""
    return _BASE_OF_THIRD.get(word)


def guess_base(word: str) -> str:
    """The verb behind an -s form that must be one: `interrupts` -> `interrupt`."""
    if word in _BASE_OF_THIRD:
        return _BASE_OF_THIRD[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
