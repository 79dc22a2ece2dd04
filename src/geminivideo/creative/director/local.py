"""The copywriter that needs no network: grammars for hooks, scenes and closings, filled from the brief."""

from collections.abc import Mapping, Sequence

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.director.base import Drafts, Report
from geminivideo.creative.director.blueprints import assemble
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import CopyDeck, load_copy_deck
from geminivideo.creative.director.grid import Angle, Cell, blueprint_ids, plan_grid
from geminivideo.creative.director.hooks import HookWriter
from geminivideo.creative.director.material import Material, pair_angles, read_brief
from geminivideo.creative.director.scenes import SceneWriter
from geminivideo.creative.director.slots import slots_for
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.english.language import foreign_language
from geminivideo.creative.model import Brief, Member
from geminivideo.creative.persuasion import Persuasion

# A copywriter knows what an ad needs before anyone criticises it: worth a third of what a critic would make of it.
_CRAFT = {
    criterion: 100 * member.weight * weight / sum(RUBRICS[member].values()) / 3
    for member in Member
    for criterion, weight in RUBRICS[member].items()
}


class LocalCopywriter:
    """Writes in English. The same brief and random generator give the same campaign, in any process."""

    def __init__(self, encoder: TextEncoder, deck: CopyDeck | None = None) -> None:
        self._encoder = encoder
        self._deck = deck or load_copy_deck()

    def draft(self, brief: Brief, rng: np.random.Generator, report: Report) -> Drafts:
        angles = self.angles(brief)
        cells = plan_grid(angles, brief.num_variations, rng)
        report(10, "planned the variation grid")
        blueprints = self.write(brief, dict(zip(blueprint_ids(len(cells)), cells, strict=True)), (), rng)
        report(100, f"wrote {len(blueprints)} scripts")
        return Drafts(tuple(blueprints), (Source.LOCAL,) * len(blueprints))

    def angles(self, brief: Brief) -> list[Angle]:
        """Raises:
        InvalidInputError: when this copywriter cannot write for the brief.
        """
        must_be_english(brief)
        material = read_brief(brief)
        _must_say_something(material)
        return pair_angles(material, self._encoder)

    def write(
        self, brief: Brief, cells: Mapping[str, Cell], openings: Sequence[str], rng: np.random.Generator
    ) -> list[Blueprint]:
        """A blueprint for each cell, under its id; none opens like those that have the `openings` already.

        Raises:
            InvalidInputError: when this copywriter cannot write for the brief.
        """
        angles, material = self.angles(brief), read_brief(brief)
        taken = HookSet(self._encoder)
        for number, opening in enumerate(openings):
            taken.add(f"taken {number}", opening)
        writer = HookWriter(self._deck, material, self._encoder, rng, openings)
        hooks = writer.write(list(cells.values()), list(cells), angles, taken)
        scenes = SceneWriter(self._deck, material, Chooser(rng))
        craft = Persuasion(_CRAFT, brief)
        drafts = []
        for blueprint_id, (cell, hook) in zip(cells, hooks, strict=True):
            slots = slots_for(material, cell.angle, cell.seconds)
            drafts.append(assemble(blueprint_id, material, cell, hook, scenes.write(cell, hook, slots, craft)))
        return drafts


def _must_say_something(material: Material) -> None:
    if not any(material.pains) and not any(material.desires):
        raise InvalidInputError(
            "Neither the pain points nor the desires of the brief contain a word to write about.",
            next_step="describe at least one pain point or desire in words",
        )


def must_be_english(brief: Brief) -> None:
    """Raise InvalidInputError for a brief that this copywriter could not write for, long before it has to.

    What `language` says is believed unless the brief's own words plainly say otherwise.
    """
    texts = (brief.offer, brief.target_avatar, *brief.pain_points, *brief.desires)
    said = brief.language.lower().split("-")[0]
    language = brief.language if said != "en" else foreign_language(texts)
    if language is not None:
        raise InvalidInputError(
            f"The local copywriter cannot write in {language!r}; it knows English only.",
            next_step='send the brief in English with language="en", or configure a live model',
        )
