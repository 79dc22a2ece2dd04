"""Words of a text by their stems, so that "pouring coffees" and "she pours coffee" share theirs. Needs no model."""

import re

_STOP_WORDS = frozenset("a an the of in on at to with and or for from by is are his her their its this that".split())


def stems(text: str) -> set[str]:
    return set(stemmed_words(text).values())


def stemmed_words(text: str) -> dict[str, str]:
    """Each word that says something, case folded, with its stem; in the order of the text."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return {word: _stem(word) for word in words if word not in _STOP_WORDS and len(word) > 2}


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")
