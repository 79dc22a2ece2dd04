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
from geminivideo.creative.director.copy_deck import CopyDeck, Decks
from geminivideo.creative.director.grid import Angle, Cell, blueprint_ids, plan_grid
from geminivideo.creative.director.hooks import HookWriter
from geminivideo.creative.director.material import Material, pair_angles, read_brief
from geminivideo.creative.director.scenes import SceneWriter
from geminivideo.creative.director.slots import slots_for
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.languages.recognition import other_language
from geminivideo.creative.languages.registry import LANGUAGES, base_tag
from geminivideo.creative.model import Brief, Member
from geminivideo.creative.persuasion import Persuasion

# A copywriter knows what an ad needs before anyone criticises it: worth a third of what a critic would make of it.
_CRAFT = {
    criterion: 100 * member.weight * weight / sum(RUBRICS[member].values()) / 3
    for member in Member
    for criterion, weight in RUBRICS[member].items()
}


class LocalCopywriter:
    """Writes in every language of the registry. The same brief and generator give the same campaign, in any process."""

    def __init__(self, encoder: TextEncoder, deck: CopyDeck | None = None) -> None:
        self._encoder = encoder
        self._decks = Decks(deck)

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
        must_be_writable(brief)
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
        deck = self._decks.of(material.language)
        writer = HookWriter(deck, material, self._encoder, rng, openings)
        hooks = writer.write(list(cells.values()), list(cells), angles, taken)
        scenes = SceneWriter(deck, material, Chooser(rng))
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


def must_be_writable(brief: Brief) -> None:
    """Raise InvalidInputError for a brief that this copywriter could not write for, long before it has to.

    What `language` says is believed unless the brief's own words plainly say otherwise.
    """
    texts = (brief.offer, brief.target_avatar, *brief.pain_points, *brief.desires)
    known = f"{', '.join(one.name for one in LANGUAGES.values())} ({', '.join(LANGUAGES)})"
    said = base_tag(brief.language)
    if said not in LANGUAGES:
        raise InvalidInputError(
            f"The local copywriter cannot write in {brief.language!r}; it knows {known}.",
            next_step="send the brief in one of these with its language tag, or configure a live model for others",
        )
    written = other_language(texts, said)
    if written is not None:
        how = f'language="{written}"' if written in LANGUAGES else "a live model, because the local one cannot"
        raise InvalidInputError(
            f"The brief says language {brief.language!r}, but its words are in {written!r}. "
            f"The local copywriter knows {known}.",
            next_step=f"send it with {how}, or write its phrases in {LANGUAGES[said].name}",
        )
