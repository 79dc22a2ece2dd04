"""Filling a line of copy with the phrases of a brief, and making the result read as if it had been typed."""

import re
from collections.abc import Mapping

from geminivideo.creative.director.copy_deck import SLOT
from geminivideo.creative.director.grid import Angle
from geminivideo.creative.director.material import Material
from geminivideo.creative.english.punctuation import polish
from geminivideo.creative.languages.base import Language

__all__ = ["Slots", "fill", "polish", "slots_for"]

_SENTENCE_STARTS_HERE = re.compile(r"(?:^|[.!?…][”’“]?\s+)[“‘„«¿¡]*$")


class Slots(dict[str, str | None]):
    """What each {slot} stands for in one ad; None, or no entry, where the brief has no such form."""

    def __init__(self, values: Mapping[str, str | None], language: Language) -> None:
        super().__init__(values)
        self.language = language

    def __missing__(self, name: str) -> None:
        return None


def slots_for(material: Material, angle: Angle, seconds: int) -> Slots:
    others = [forms for at, forms in enumerate(material.desires) if forms and at != angle.desire]
    start = angle.pain % max(1, len(others))
    turned = others[start:] + others[:start]
    phrases = {
        "pain": material.pains[angle.pain],
        "want": material.desires[angle.desire],
        "also": turned[0] if turned else None,
        "third": turned[1] if len(turned) > 1 else None,
    }
    values: dict[str, str | None] = {
        "product": material.product,
        "offer": material.offer.text.rstrip(" ."),
        "who": material.who,
        "group": material.group,
        "seconds": str(seconds),
        **material.language.grammar.more_slots(material.product, material.offer, material.who, seconds),
    }
    for name, forms in phrases.items():
        values |= forms.slots(name) if forms else {}
    return Slots(values, material.language)


def fill(line: str, slots: Slots) -> str | None:
    """The finished line; None when a slot of it has no form."""
    if any(slots[name] is None for name in SLOT.findall(line)):
        return None
    return slots.language.grammar.polish(SLOT.sub(lambda match: _value(match, slots), line))


def _value(match: re.Match[str], slots: Slots) -> str:
    value = slots[match.group(1)] or ""
    starts = _SENTENCE_STARTS_HERE.search(match.string[: match.start()])
    return slots.language.grammar.upper_first(value) if starts else value
