"""What a local revision changes: which points are at stake, and which cell of the grid it is written for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from geminivideo.core.blueprint import Blueprint
from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.director.blueprints import angle_texts
from geminivideo.creative.director.grid import LENGTHS, Angle, Cell, Closing, Side
from geminivideo.creative.director.material import Material
from geminivideo.creative.model import Brief, Verdict
from geminivideo.creative.reflexion import MAX_TURNS, RewriteRequest
from geminivideo.creative.signals import firmness
from geminivideo.creative.words import share_said, stems

# The turn from which a short ad that still misses many points is given the next length.
_LENGTHEN_FROM = {15: 2, 20: 3}
_NEXT_LENGTH = {15: 20, 20: 30}
_ROOM_MISSING = 3.0
_FROM_THE_BRIEF = ("value_clarity", "pain", "narrative", "argument")
_WORTH_CHANGING = 1.0
_NAMED = 0.5


def points_lost(verdict: Verdict) -> dict[str, float]:
    """Council points that each criterion costs, by the rubric's weights; a criterion of no rubric costs nothing."""
    return _points(verdict, lambda score: 100.0 - score)


def points_at_stake(verdict: Verdict) -> dict[str, float]:
    """What was lost, and half of what there is to lose, so that a new version keeps what the old one had."""
    return _points(verdict, lambda score: 150.0 - score)


def _points(verdict: Verdict, of_score: Callable[[float], float]) -> dict[str, float]:
    total = sum(judgement.weight for judgement in verdict.judgements)
    return {
        criterion: judgement.weight / total * RUBRICS[judgement.member].get(criterion, 0.0) / 100 * of_score(score)
        for judgement in verdict.judgements
        for criterion, score in judgement.sub_scores.items()
    }


def next_cell(request: RewriteRequest, losses: Mapping[str, float], material: Material) -> tuple[Cell, list[str]]:
    """What lines alone do not mend: too little room, a support that says too little, no reason to hurry."""
    cell = cell_of(request.blueprint, material.brief)
    plan = []
    missing = material.brief.approval_threshold - request.verdict.score
    if missing > _ROOM_MISSING and request.turn >= _LENGTHEN_FROM.get(cell.seconds, MAX_TURNS + 1):
        cell = replace(cell, seconds=_NEXT_LENGTH[cell.seconds])
        plan.append(f"give it {cell.seconds} s, because it lacks the room to make its case")
    firmer = _firmer(cell.angle, material)
    if request.turn > 1 and firmer != cell.angle and _support_is_weak(request.blueprint, cell, losses, material):
        cell = replace(cell, angle=firmer)
        plan.append("support it with the item of the brief that says most")
    if losses.get("scarcity", 0.0) > _WORTH_CHANGING and cell.closing is not Closing.THIS_WEEK:
        cell = replace(cell, closing=Closing.THIS_WEEK)
        plan.append("close with a reason to start this week")
    return cell, plan


def _support_is_weak(blueprint: Blueprint, cell: Cell, losses: Mapping[str, float], material: Material) -> bool:
    """Where the hook already names the support, the ad is bound to it."""
    _, support = angle_texts(material.brief, cell.angle)
    words = material.language.words
    bound = share_said(support, stems(blueprint.hook.text, words), words) >= _NAMED
    return not bound and max(losses.get(name, 0.0) for name in _FROM_THE_BRIEF) > _WORTH_CHANGING


def _firmer(angle: Angle, material: Material) -> Angle:
    """The same lead with the support that pins down most."""
    brief, language = material.brief, material.language
    if angle.leads is Side.PAIN:
        usable = [at for at, forms in enumerate(material.desires) if forms] or [angle.desire]
        return replace(angle, desire=max(usable, key=lambda at: (firmness(brief.desires[at], language), -at)))
    usable = [at for at, forms in enumerate(material.pains) if forms] or [angle.pain]
    return replace(angle, pain=max(usable, key=lambda at: (firmness(brief.pain_points[at], language), -at)))


def cell_of(blueprint: Blueprint, brief: Brief) -> Cell:
    """The grid cell that a blueprint fills, read off the blueprint itself.

    How it closes is not written there; by the number in its id, the closings of a campaign stay mixed.
    """
    leads = Side.PAIN if blueprint.angle in brief.pain_points else Side.DESIRE
    pain = _index(brief.pain_points, blueprint.angle, blueprint.pains_addressed)
    desire = _index(brief.desires, blueprint.angle, blueprint.desires_addressed)
    nearest = min(LENGTHS, key=lambda seconds: (abs(seconds - blueprint.total_seconds), seconds))
    closings = list(Closing)
    number = int("".join(c for c in blueprint.id if c.isdigit()) or 0)
    closing = closings[number % len(closings)]
    return Cell(blueprint.hook.type, Angle(leads, pain, desire), blueprint.structure, closing, nearest)


def _index(items: Sequence[str], angle: str, addressed: Sequence[str]) -> int:
    return next((items.index(text) for text in (angle, *addressed) if text in items), 0)
