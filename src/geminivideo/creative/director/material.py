"""The brief, read once: its phrases in every form, and which pains and desires belong together."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.director.grid import Angle, Side
from geminivideo.creative.english.desires import DesireForms, desire_forms
from geminivideo.creative.english.offers import OfferForms, address, audience, offer_forms, spoken_name
from geminivideo.creative.english.pains import PainForms, pain_forms
from geminivideo.creative.english.phrase import Kind
from geminivideo.creative.english.reading import read_desire, read_pain
from geminivideo.creative.model import Brief

_SUPPORTS_PER_LEAD = 2


@dataclass(frozen=True, slots=True)
class Material:
    """`pains` and `desires` stand in the brief's order; one that holds no words at all is None."""

    brief: Brief
    product: str
    offer: OfferForms
    who: str | None
    group: str | None
    pains: tuple[PainForms | None, ...]
    desires: tuple[DesireForms | None, ...]


def read_brief(brief: Brief) -> Material:
    who = audience(brief.target_avatar)
    return Material(
        brief=brief,
        product=spoken_name(brief.product_name),
        offer=offer_forms(brief.offer),
        who=who,
        group=address(who) if who else None,
        pains=tuple(_pain(text) for text in brief.pain_points),
        desires=tuple(_desire(text) for text in brief.desires),
    )


def pair_angles(material: Material, encoder: TextEncoder) -> list[Angle]:
    """Every pain and desire as the lead of an angle, each with the one or two of the other side that are closest to it.

    Items without words are left out unless there is nothing else.
    """
    pains = [i for i, forms in enumerate(material.pains) if forms] or [0]
    desires = [i for i, forms in enumerate(material.desires) if forms] or [0]
    brief = material.brief
    vectors = encoder.encode([*(brief.pain_points[i] for i in pains), *(brief.desires[i] for i in desires)])
    closeness = vectors[: len(pains)] @ vectors[len(pains) :].T
    angles = []
    for row, pain in enumerate(pains):
        angles += [Angle(Side.PAIN, pain, desires[at]) for at in _closest(closeness[row].tolist())]
    for column, desire in enumerate(desires):
        angles += [Angle(Side.DESIRE, pains[at], desire) for at in _closest(closeness[:, column].tolist())]
    return angles


def _closest(similarities: Sequence[float]) -> list[int]:
    order = sorted(range(len(similarities)), key=lambda at: (-round(similarities[at], 6), at))
    return order[:_SUPPORTS_PER_LEAD]


def _pain(text: str) -> PainForms | None:
    phrase = read_pain(text)
    return None if _wordless(phrase.text) else pain_forms(phrase)


def _desire(text: str) -> DesireForms | None:
    phrase = read_desire(text)
    return None if _wordless(phrase.text) or phrase.kind is Kind.CANNOT else desire_forms(phrase)


def _wordless(text: str) -> bool:
    return not any(c.isalpha() for c in text)
