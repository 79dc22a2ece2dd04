"""The copywriter that needs no network: grammars for hooks, scenes and closings, filled from the brief."""

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.director.base import Report
from geminivideo.creative.director.blueprints import assemble
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import CopyDeck, Decks
from geminivideo.creative.director.grid import plan_grid
from geminivideo.creative.director.hooks import HookWriter
from geminivideo.creative.director.material import Material, pair_angles, read_brief
from geminivideo.creative.director.scenes import SceneWriter
from geminivideo.creative.director.slots import slots_for
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

    source = Source.LOCAL

    def __init__(self, encoder: TextEncoder, deck: CopyDeck | None = None) -> None:
        self._encoder = encoder
        self._decks = Decks(deck)

    def draft(self, brief: Brief, rng: np.random.Generator, report: Report) -> list[Blueprint]:
        must_be_writable(brief)
        material = read_brief(brief)
        deck = self._decks.of(material.language)
        _must_say_something(material)
        angles = pair_angles(material, self._encoder)
        cells = plan_grid(angles, brief.num_variations, rng)
        ids = [f"bp_{number:03d}" for number in range(1, len(cells) + 1)]
        report(10, "planned the variation grid")
        hooks = HookWriter(deck, material, self._encoder, rng).write(cells, ids, angles)
        report(60, f"wrote {len(hooks)} hooks")
        scenes = SceneWriter(deck, material, Chooser(rng))
        craft = Persuasion(_CRAFT, brief)
        drafts = []
        for blueprint_id, (cell, hook) in zip(ids, hooks, strict=True):
            slots = slots_for(material, cell.angle, cell.seconds)
            drafts.append(assemble(blueprint_id, material, cell, hook, scenes.write(cell, hook, slots, craft)))
        report(100, f"wrote {len(drafts)} scripts")
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
