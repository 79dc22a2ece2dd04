"""The local rewriter: the same grammars as the copywriter, this time chosen by what the council missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.contradictions import find_contradictions
from geminivideo.creative.director.blueprints import assemble
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import CopyDeck, Decks
from geminivideo.creative.director.grid import Cell
from geminivideo.creative.director.hooks import HookDraft, HookWriter
from geminivideo.creative.director.material import Material, read_brief
from geminivideo.creative.director.scenes import SceneWriter
from geminivideo.creative.director.slots import slots_for
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.hook_quality import hook_qualities, hook_quality, quality_without_appeal
from geminivideo.creative.languages.base import Language
from geminivideo.creative.model import Brief, Verdict
from geminivideo.creative.persuasion import ANSWERABLE, Persuasion
from geminivideo.creative.policy import check_text
from geminivideo.creative.reflexion import Revision, RewriteRequest
from geminivideo.creative.revision_plan import next_cell, points_at_stake, points_lost

_HOOK_MISSING = 1.5
_NAMED_IN_PLAN = 3
_TRIES = 2
_WHIM = 0.2
_EMBEDDED_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the rewriter needs for one campaign."""

    material: Material
    hooks: HookWriter
    scenes: SceneWriter
    taken: HookSet


class LocalRewriter:
    source = Source.LOCAL

    def __init__(self, encoder: TextEncoder, deck: CopyDeck | None = None) -> None:
        self._encoder = encoder
        self._decks = Decks(deck)

    def rewrite(
        self,
        requests: Sequence[RewriteRequest],
        campaign: Sequence[Blueprint],
        brief: Brief,
        hooks: HookSet,
        rng: np.random.Generator,
    ) -> list[Revision]:
        material = read_brief(brief)
        deck = self._decks.of(material.language)
        desk = _Desk(
            material,
            HookWriter(deck, material, self._encoder, rng, [blueprint.hook.text for blueprint in campaign]),
            SceneWriter(deck, material, Chooser(rng), campaign=campaign, whim=_WHIM),
            hooks.copy(),
        )
        return [_revise(request, desk) for request in requests]


def beyond_help(verdict: Verdict) -> Revision | None:
    """What to say where the brief itself is against policy, so that no rewriting helps."""
    in_brief = [v for v in verdict.violations if v.place == "cta" or v.place.startswith("the brief's")]
    if not in_brief:
        return None
    place = in_brief[0].place.replace("cta", "the brief's offer")
    return Revision(None, f"nothing: {place} itself says “{in_brief[0].words}”", hopeless=True)


def _revise(request: RewriteRequest, desk: _Desk) -> Revision:
    if lost := beyond_help(request.verdict):
        return lost
    losses = points_lost(request.verdict)
    cell, plan = next_cell(request, losses, desk.material)
    plan += [f"say it without “{violation.words}”" for violation in request.verdict.violations]
    hook = _hook(request, cell, losses, desk)
    if hook != request.blueprint.hook.text:
        plan.append("open with another hook of the same type")
    worst = sorted((c for c in losses if c in ANSWERABLE and losses[c] > 0), key=lambda c: (-losses[c], c))
    plan.append(f"choose lines for {', '.join(worst[:_NAMED_IN_PLAN]).replace('_', ' ')}" if worst else "other lines")
    stakes = points_at_stake(request.verdict)
    return Revision(_compose(request.blueprint, cell, hook, stakes, desk), "; ".join(dict.fromkeys(plan)))


def _hook(request: RewriteRequest, cell: Cell, losses: Mapping[str, float], desk: _Desk) -> str:
    """The strongest line of the type that no other ad opens with, when the present one is weak or against policy."""
    old, brief, language = request.blueprint.hook.text, desk.material.brief, desk.material.language
    offends = any(violation.place == "hook" for violation in request.verdict.violations)
    if not offends and losses.get("hook", 0.0) < _HOOK_MISSING:
        return old
    items = (*brief.pain_points, *brief.desires)
    floor = 0.0 if offends else hook_quality(old, items, language)
    options = desk.hooks.options(cell.hook_type, cell.angle, cell.seconds)
    usable = [draft for draft in options if offends or not desk.hooks.is_used(draft)]
    for draft, quality in _ranked(usable, items, language, desk.hooks):
        text = draft.text
        if quality <= floor:
            continue
        allowed = not check_text(text, name=brief.product_name, language=language)
        if allowed and not desk.taken.is_too_close(text, request.blueprint.id):
            desk.taken.add(request.blueprint.id, text)
            desk.hooks.take(draft)
            return text
    return old


def _ranked(
    options: Sequence[HookDraft], items: Sequence[str], language: Language, hooks: HookWriter
) -> list[tuple[HookDraft, float]]:
    """Unused lines first, then the better ones; only the few best without their appeal are worth embedding."""
    rough = {draft.text: quality_without_appeal(draft.text, items, language) for draft in options}
    best = sorted(options, key=lambda draft: (hooks.is_used(draft), -rough[draft.text]))[:_EMBEDDED_OPTIONS]
    rated = zip(best, hook_qualities([draft.text for draft in best], items, language), strict=True)
    return sorted(rated, key=lambda entry: (hooks.is_used(entry[0]), -entry[1]))


def _compose(blueprint: Blueprint, cell: Cell, hook: str, stakes: Mapping[str, float], desk: _Desk) -> Blueprint:
    """The better of two tries: one that does not contradict itself, and answers most of the criticism."""
    slots = slots_for(desk.material, cell.angle, cell.seconds)
    persuasion = Persuasion(stakes, desk.material.brief)
    tries = [
        assemble(blueprint.id, desk.material, cell, hook, desk.scenes.write(cell, hook, slots, persuasion))
        for _ in range(_TRIES)
    ]

    def merit(attempt: Blueprint) -> tuple[int, float]:
        return -len(find_contradictions(attempt)), persuasion.of([scene.voice_over for scene in attempt.scenes])

    return max(tries, key=merit)
