"""The local rewriter: the same grammars as the copywriter, this time chosen by what the council missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.contradictions import find_contradictions
from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.director.blueprints import assemble
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import CopyDeck, load_copy_deck
from geminivideo.creative.director.grid import Angle, Cell, Closing, Side
from geminivideo.creative.director.hooks import HookWriter
from geminivideo.creative.director.material import Material, read_brief
from geminivideo.creative.director.scenes import SceneWriter
from geminivideo.creative.director.slots import slots_for
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.hook_quality import hook_quality
from geminivideo.creative.model import Brief, Verdict
from geminivideo.creative.persuasion import Persuasion
from geminivideo.creative.policy import check_text
from geminivideo.creative.signals import firmness
from geminivideo.creative.reflexion import MAX_TURNS, Revision, RewriteRequest

_LONGER = {15: 20, 20: 30, 30: 30}
# The turn from which a short ad that still misses many points is given more room.
_LENGTHEN_FROM = {15: 2, 20: 3}
_ROOM_MISSING = 3.0
_HOOK_MISSING = 2.0
_FROM_THE_BRIEF = ("value_clarity", "pain", "narrative", "argument")
_NAMED_IN_PLAN = 3
_TRIES = 2
_WHIM = 0.2


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the rewriter needs for one campaign."""

    brief: Brief
    material: Material
    hooks: HookWriter
    scenes: SceneWriter
    taken: HookSet


class LocalRewriter:
    source = Source.LOCAL

    def __init__(self, encoder: TextEncoder, deck: CopyDeck | None = None) -> None:
        self._encoder = encoder
        self._deck = deck or load_copy_deck()

    def rewrite(
        self,
        requests: Sequence[RewriteRequest],
        campaign: Sequence[Blueprint],
        brief: Brief,
        hooks: HookSet,
        rng: np.random.Generator,
    ) -> list[Revision]:
        material = read_brief(brief)
        desk = _Desk(
            brief,
            material,
            HookWriter(self._deck, material, self._encoder, rng),
            SceneWriter(self._deck, material, Chooser(rng), campaign=campaign, whim=_WHIM),
            hooks.copy(),
        )
        return [self._revise(request, desk) for request in requests]

    def _revise(self, request: RewriteRequest, desk: _Desk) -> Revision:
        losses = points_lost(request.verdict)
        cell, plan = _other_cell(request, losses, desk)
        hook = self._hook(request, cell, losses, desk)
        if hook != request.blueprint.hook.text:
            plan.append("open with another hook of the same type")
        worst = sorted((c for c in losses if losses[c] > 0), key=lambda c: (-losses[c], c))[:_NAMED_IN_PLAN]
        plan.append(f"choose lines for {', '.join(worst).replace('_', ' ')}" if worst else "choose other lines")
        return Revision(_compose(request.blueprint, cell, hook, points_at_stake(request.verdict), desk), "; ".join(plan))

    def _hook(self, request: RewriteRequest, cell: Cell, losses: Mapping[str, float], desk: _Desk) -> str:
        """The strongest line of the type that keeps its distance, when the present one is weak or against policy."""
        old = request.blueprint.hook.text
        offends = any(violation.place == "hook" for violation in request.verdict.violations)
        if not offends and losses.get("hook", 0.0) < _HOOK_MISSING:
            return old
        items = (*desk.brief.pain_points, *desk.brief.desires)
        floor = 0.0 if offends else hook_quality(old, items)
        options = sorted(
            {draft.text for draft in desk.hooks.options(cell.hook_type, cell.angle, cell.seconds)},
            key=lambda text: (-hook_quality(text, items), text),
        )
        for text in options:
            if hook_quality(text, items) <= floor:
                return old
            allowed = not check_text(text, name=desk.brief.product_name)
            if allowed and not desk.taken.is_too_close(text, request.blueprint.id):
                desk.taken.add(request.blueprint.id, text)
                return text
        return old


def _other_cell(request: RewriteRequest, losses: Mapping[str, float], desk: _Desk) -> tuple[Cell, list[str]]:
    """What lines alone do not mend: too little room, a support that says too little, a closing without a reason to hurry."""
    cell = cell_of(request.blueprint, desk.brief)
    plan = []
    missing = desk.brief.approval_threshold - request.verdict.score
    if missing > _ROOM_MISSING and request.turn >= _LENGTHEN_FROM.get(cell.seconds, MAX_TURNS + 1):
        cell = replace(cell, seconds=_LONGER[cell.seconds])
        plan.append(f"give it {cell.seconds} s, because it lacks the room to make its case")
    angle = _firmer(cell.angle, desk.material)
    if request.turn > 1 and angle != cell.angle and max(losses.get(name, 0.0) for name in _FROM_THE_BRIEF) > 1.0:
        cell = replace(cell, angle=angle)
        plan.append("support it with the item of the brief that says most")
    if losses.get("scarcity", 0.0) > 1.0 and cell.closing is not Closing.THIS_WEEK:
        cell = replace(cell, closing=Closing.THIS_WEEK)
        plan.append("close with a reason to start this week")
    return cell, plan


def _firmer(angle: Angle, material: Material) -> Angle:
    """The same lead with the most specific support."""
    brief = material.brief
    if angle.leads is Side.PAIN:
        usable = [at for at, forms in enumerate(material.desires) if forms]
        return replace(angle, desire=max(usable, key=lambda at: (firmness(brief.desires[at]), -at), default=angle.desire))
    usable = [at for at, forms in enumerate(material.pains) if forms]
    return replace(angle, pain=max(usable, key=lambda at: (firmness(brief.pain_points[at]), -at), default=angle.pain))


def _compose(blueprint: Blueprint, cell: Cell, hook: str, stakes: Mapping[str, float], desk: _Desk) -> Blueprint:
    """The best of a few tries: one that does not contradict itself, and answers most of the criticism."""
    slots = slots_for(desk.material, cell.angle, cell.seconds)
    persuasion = Persuasion(stakes, desk.brief)
    tries = [
        assemble(blueprint.id, desk.material, cell, hook, desk.scenes.write(cell, hook, slots, persuasion))
        for _ in range(_TRIES)
    ]

    def merit(attempt: Blueprint) -> tuple[int, float]:
        return -len(find_contradictions(attempt)), persuasion.of([scene.voice_over for scene in attempt.scenes])

    return max(tries, key=merit)


def points_lost(verdict: Verdict) -> dict[str, float]:
    """Council points that each criterion costs, by the rubric's weights; a criterion of no rubric costs nothing."""
    total = sum(judgement.weight for judgement in verdict.judgements)
    lost: dict[str, float] = {}
    for judgement in verdict.judgements:
        rubric = RUBRICS[judgement.member]
        for criterion, score in judgement.sub_scores.items():
            share = judgement.weight / total * rubric.get(criterion, 0.0) / sum(rubric.values())
            lost[criterion] = share * (100 - score)
    return lost


def points_at_stake(verdict: Verdict) -> dict[str, float]:
    """What was lost counts in full; half of everything else too, so that a new version does not lose what the old had."""
    nothing_earned = [j.model_copy(update={"sub_scores": dict.fromkeys(j.sub_scores, 0.0)}) for j in verdict.judgements]
    whole = points_lost(verdict.model_copy(update={"judgements": tuple(nothing_earned)}))
    lost = points_lost(verdict)
    return {criterion: lost[criterion] + 0.5 * whole[criterion] for criterion in lost}


def cell_of(blueprint: Blueprint, brief: Brief) -> Cell:
    """The grid cell that a blueprint fills, read off the blueprint itself."""
    leads = Side.PAIN if blueprint.angle in brief.pain_points else Side.DESIRE
    pain = _index(brief.pain_points, blueprint.angle, blueprint.pains_addressed)
    desire = _index(brief.desires, blueprint.angle, blueprint.desires_addressed)
    nearest = min(_LONGER, key=lambda seconds: (abs(seconds - blueprint.total_seconds), seconds))
    closings = list(Closing)
    number = int("".join(c for c in blueprint.id if c.isdigit()) or 0)
    return Cell(blueprint.hook.type, Angle(leads, pain, desire), blueprint.structure, closings[number % len(closings)], nearest)


def _index(items: Sequence[str], angle: str, addressed: Sequence[str]) -> int:
    return next((items.index(text) for text in (angle, *addressed) if text in items), 0)
