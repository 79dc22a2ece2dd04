"""The brief, read once: its phrases in every form, and which pains and desires belong together."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.director.grid import Angle, Side
from geminivideo.creative.english.offers import OfferForms, spoken_name
from geminivideo.creative.languages.base import Forms, Language
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief

_SUPPORTS_PER_LEAD = 2


@dataclass(frozen=True, slots=True)
class Material:
    """`pains` and `desires` stand in the brief's order; one that holds no words at all is None."""

    brief: Brief
    language: Language
    product: str
    offer: OfferForms
    who: str | None
    group: str | None
    pains: tuple[Forms | None, ...]
    desires: tuple[Forms | None, ...]


def read_brief(brief: Brief) -> Material:
    language = language_for(brief.language)
    grammar = language.grammar
    who = grammar.audience(brief.target_avatar)
    return Material(
        brief=brief,
        language=language,
        product=spoken_name(brief.product_name),
        offer=grammar.offer(brief.offer),
        who=who,
        group=grammar.address(who) if who else None,
        pains=tuple(grammar.pain(text) for text in brief.pain_points),
        desires=tuple(grammar.desire(text) for text in brief.desires),
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
