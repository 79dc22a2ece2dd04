"""Filling a line of copy with the phrases of a brief, and making the result read as if it had been typed."""

import re
from collections.abc import Mapping
from dataclasses import asdict

from geminivideo.creative.director.copy_deck import SLOT
from geminivideo.creative.director.grid import Angle
from geminivideo.creative.director.material import Material
from geminivideo.creative.english.casing import upper_first
from geminivideo.creative.english.desires import DesireForms
from geminivideo.creative.english.pains import PainForms, quoted

Slots = Mapping[str, str | None]

_NOBODY_IN_PARTICULAR = frozenset("anyone everyone everybody people all somebody someone".split())
_MINUTE_SHARES = {30: "half of one", 20: "a third of one", 15: "a quarter of one"}
_DOUBLED = re.compile(r"([?!….,:;])(”?)[.,]+")
_SENTENCE_STARTS_HERE = re.compile(r"(?:^|[.!?…][”’]?\s+)[“‘]?$")


def slots_for(material: Material, angle: Angle, seconds: int) -> Slots:
    """What each {slot} stands for in an ad about `angle`; None where the brief has no such form."""
    others = [forms for at, forms in enumerate(material.desires) if forms and at != angle.desire]
    start = angle.pain % max(1, len(others))
    turned = others[start:] + others[:start]
    return {
        "product": material.product,
        "team": f"the {material.product} team",
        "offer": material.offer.text.rstrip(" ."),
        "offer_do": material.offer.do,
        "who": material.who,
        "group": material.group,
        "crowd": None if material.who and material.who.split(" ")[0] in _NOBODY_IN_PARTICULAR else material.who,
        "seconds": str(seconds),
        "minute_share": _MINUTE_SHARES[seconds],
        **_pain_slots(material.pains[angle.pain]),
        **_desire_slots("want", material.desires[angle.desire]),
        **_desire_slots("also", turned[0] if turned else None),
        **_desire_slots("third", turned[1] if len(turned) > 1 else None),
    }


def fill(line: str, slots: Slots) -> str | None:
    """The finished line; None when a slot of it has no form."""
    if any(slots[name] is None for name in SLOT.findall(line)):
        return None
    return polish(SLOT.sub(lambda match: _value(match, slots), line))


def _value(match: re.Match[str], slots: Slots) -> str:
    value = slots[match.group(1)] or ""
    return upper_first(value) if _SENTENCE_STARTS_HERE.search(match.string[: match.start()]) else value


def polish(text: str) -> str:
    """Punctuation around quotes in the American way, no doubled stops."""
    text = " ".join(text.split())
    if "”" in text:
        text = _single_inner_quotes(text)
        text = re.sub(r"([?!]”)\?", r"\1", re.sub(r"(?<![?!…])”([.,])", r"\1”", text))
    return _DOUBLED.sub(r"\1\2", text)


def _single_inner_quotes(text: str) -> str:
    depth, out = 0, []
    for character in text:
        if character == "“":
            depth += 1
            out.append("“" if depth == 1 else "‘")
        elif character == "”":
            out.append("”" if depth <= 1 else "’")
            depth = max(0, depth - 1)
        else:
            out.append(character)
    return "".join(out)


def _pain_slots(forms: PainForms | None) -> dict[str, str | None]:
    if forms is None:
        return dict.fromkeys(_PAIN_SLOTS)
    values: dict[str, str | None] = {f"pain_{name}": value for name, value in asdict(forms).items()}
    values["pain"] = values.pop("pain_label")
    values["pain_open"] = None if forms.label.startswith("“") else forms.quote.strip("“”")
    values["pain_thing"] = None if forms.topic.startswith("not ") else forms.topic
    values["pain_skip"] = None if forms.topic.startswith(("“", "not ")) else forms.topic
    return values


_PAIN_SLOTS = (
    "pain", "pain_quote", "pain_topic", "pain_ing", "pain_you", "pain_i", "pain_now", "pain_noun", "pain_open",
    "pain_thing", "pain_skip",
)  # fmt: skip
_DESIRE_FORMS = ("label", "do", "ing", "you", "will", "they", "thing", "bare", "bare_ing")


def _desire_slots(name: str, forms: DesireForms | None) -> dict[str, str | None]:
    values: dict[str, str | None] = dict(asdict(forms)) if forms else dict.fromkeys(_DESIRE_FORMS)
    slots = {f"{name}_{form}": value for form, value in values.items()}
    slots[name] = slots.pop(f"{name}_do")
    slots[f"{name}_quote"] = quoted(forms.will) if forms and "“" not in forms.do else None
    return slots
