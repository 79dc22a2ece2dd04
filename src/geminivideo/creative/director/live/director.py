"""The Director played by a live model. What it cannot or may not deliver is written by the local copywriter."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import InvalidInputError, UnavailableError
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import Source
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.director.base import CellWriter, Drafts, Report
from geminivideo.creative.director.grid import Angle
from geminivideo.creative.director.live.assignment import (
    Assignment,
    angles_without_grammar,
    assign,
    winners_wanted,
)
from geminivideo.creative.director.live.hook_round import HookRound
from geminivideo.creative.director.live.questions import ROLE
from geminivideo.creative.director.live.script_round import ScriptRound
from geminivideo.creative.model import Brief
from geminivideo.creative.winners import NO_WINNERS, Winners


class LiveDirector:
    """For one campaign. The same brief, random generator and answers give the same drafts.

    `footage` is what `footage_in_words` makes of the campaign's scenes.
    """

    def __init__(
        self,
        live: CampaignModels,
        fallback: CellWriter,
        encoder: TextEncoder,
        *,
        winners: Winners = NO_WINNERS,
        footage: Sequence[str] = (),
    ) -> None:
        self._live = live
        self._fallback = fallback
        self._encoder = encoder
        self._winners = winners
        self._footage = footage

    def draft(self, brief: Brief, rng: np.random.Generator, report: Report) -> Drafts:
        won = list(self._winners.similar(brief, winners_wanted(brief.num_variations)))
        cells = assign(self._angles(brief), brief.num_variations, won, rng)
        report(5, "planned the variation grid")
        hooks = HookRound(self._live, brief, self._encoder, won).write(cells)
        report(35, f"chose {len(hooks.chosen)} of {hooks.drafted} hooks")
        opened = [(cell, hooks.chosen[cell.blueprint_id]) for cell in cells if cell.blueprint_id in hooks.chosen]
        written = ScriptRound(self._live, brief, self._footage).write(opened)
        report(90, f"wrote {len(written.blueprints)} scripts")
        drafts = self._completed(brief, cells, written.blueprints, {**hooks.missing, **written.missing}, rng)
        report(100, f"{len(drafts.blueprints)} drafts are ready")
        return drafts

    def _angles(self, brief: Brief) -> list[Angle]:
        try:
            return self._fallback.angles(brief)
        except InvalidInputError:
            return angles_without_grammar(brief)

    def _completed(
        self,
        brief: Brief,
        cells: Sequence[Assignment],
        live: dict[str, Blueprint],
        missing: dict[str, str],
        rng: np.random.Generator,
    ) -> Drafts:
        """With the missing ones written here, or left out."""
        openings = [blueprint.hook.text for blueprint in live.values()]
        local, why_not = self._written_here(brief, [c for c in cells if c.blueprint_id in missing], openings, rng)
        if not live and not local:
            raise UnavailableError(
                f"No blueprint could be written. {_commonest(missing)} {why_not}",
                next_step="try again when the live model answers, or send a brief that the local copywriter can write",
            )
        sources = [Source.LIVE if c.blueprint_id in live else Source.LOCAL for c in cells]
        both = [live.get(c.blueprint_id) or local.get(c.blueprint_id) for c in cells]
        kept = [(blueprint, source) for blueprint, source in zip(both, sources, strict=True) if blueprint]
        reasons = {ROLE: _told(missing, len(cells), len(kept), why_not)} if missing else {}
        return Drafts(tuple(b for b, _ in kept), tuple(source for _, source in kept), reasons)

    def _written_here(
        self, brief: Brief, cells: Sequence[Assignment], openings: Sequence[str], rng: np.random.Generator
    ) -> tuple[dict[str, Blueprint], str]:
        """By id; and why there are none, where the local copywriter cannot write them."""
        if not cells:
            return {}, ""
        try:
            drafts = self._fallback.write(brief, {c.blueprint_id: c.cell for c in cells}, openings, rng)
        except InvalidInputError as error:
            return {}, error.cause
        return {draft.id: draft for draft in drafts}, ""


def _told(missing: dict[str, str], asked: int, kept: int, why_not: str) -> str:
    not_live = f"{len(missing)} of {asked} blueprints: {_commonest(missing)}"
    return f"{not_live} {asked - kept} are left out: {why_not}" if kept < asked else not_live


def _commonest(reasons: dict[str, str]) -> str:
    """The first of those that are given most often."""
    reason = Counter(reasons.values()).most_common(1)[0][0]
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
