"""How many of which things, in English."""

from collections.abc import Mapping

_FEW = ("no", "a", "two", "three", "four", "five")
_PLURALS = {"person": "people", "man": "men", "woman": "women", "child": "children", "mouse": "mice", "knife": "knives"}
_UNCHANGED = frozenset({"sheep", "skis", "scissors", "people"})


def enumerated(seen: Mapping[str, int]) -> str:
    """For {"person": 2, "dog": 1} "two people, a dog"."""
    return ", ".join(_several(label, count) for label, count in seen.items())


def listed(seen: Mapping[str, int]) -> str:
    """For {"person": 2, "dog": 1} "2 people, dog"."""
    return ", ".join(f"{count} {_plural(label)}" if count > 1 else label for label, count in seen.items())


def _several(label: str, count: int) -> str:
    if count <= 1:
        return label if label in _UNCHANGED else f"{'an' if label[:1] in 'aeiou' else 'a'} {label}"
    return f"{_FEW[count] if count < len(_FEW) else 'many'} {_plural(label)}"


def _plural(label: str) -> str:
    *before, noun = label.split(" ")
    if noun in _UNCHANGED:
        return label
    ending = "es" if noun.endswith(("s", "x", "ch", "sh")) else "s"
    return " ".join((*before, _PLURALS.get(noun, noun + ending)))


def counted(count: int, thing: str) -> str:
    return f"{count:,} {thing if count == 1 else _plural(thing)}"
