"""Ten briefs of different trades, written, judged and rewritten without a network: how varied and how sound they are,
and what each turn of reflexion gains.
"""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from tests.creative.briefs import TRADES, brief
from tests.creative.conftest import create

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.text_embedding import load_bundled_encoder
from geminivideo.creative.model import CreativeOutcome, EvaluatedBlueprint
from geminivideo.creative.reflexion import MAX_TURNS
from geminivideo.creative.words import spoken_words, words_that_fit

_SEEDS = (7, 21)


def measure() -> dict[str, Any]:
    encoder = load_bundled_encoder()
    runs = {name: [create(brief(name), encoder, seed) for seed in _SEEDS] for name in TRADES}
    evaluated = [one for outcomes in runs.values() for outcome in outcomes for one in outcome.evaluated]
    return {
        "briefs": {name: _of_brief(made) for name, made in runs.items()},
        "reflexion": [_turn(number, evaluated) for number in range(MAX_TURNS + 1)],
    }


def _of_brief(outcomes: Sequence[CreativeOutcome]) -> dict[str, Any]:
    statistics = [outcome.statistics for outcome in outcomes]
    blueprints = [one.blueprint for outcome in outcomes for one in outcome.evaluated]
    violations = sum(bool(one.verdict.violations) for outcome in outcomes for one in outcome.evaluated)
    return {
        "approved_before_reflexion": fmean(s.approved_before_reflexion / s.total for s in statistics),
        "approved": fmean(s.approved / s.total for s in statistics),
        "score_median": fmean(s.score_median for s in statistics),
        "distinct_2": fmean(s.distinct_2 for s in statistics),
        "self_bleu_4": fmean(s.self_bleu_4 for s in statistics),
        "max_hook_cosine": max(s.max_hook_cosine for s in statistics),
        "max_hook_jaccard": max(s.max_hook_jaccard for s in statistics),
        "hook_pairs_too_close": sum(s.hook_pairs_too_close for s in statistics),
        "hook_type_coverage": min(s.hook_type_coverage for s in statistics),
        "angle_coverage": min(s.angle_coverage for s in statistics),
        "structure_coverage": min(s.structure_coverage for s in statistics),
        "pair_coverage": min(s.pair_coverage for s in statistics),
        "blueprints_against_policy": violations,
        "lines_too_long": sum(map(_lines_too_long, blueprints)),
        "blueprints": len(blueprints),
    }


def _lines_too_long(blueprint: Blueprint) -> int:
    """For the seconds of their scene, at the pace that the renderer's voices speak."""
    return sum(spoken_words(scene.voice_over) > words_that_fit(scene.seconds) for scene in blueprint.scenes)


def _turn(number: int, evaluated: Sequence[EvaluatedBlueprint]) -> dict[str, Any]:
    """The campaign as it stood after so many turns: each blueprint at its last accepted version."""
    turns = [turn for one in evaluated for turn in one.turns if turn.number == number]
    rewritten = [turn for turn in turns if turn.after_score is not None]
    scores = [_score_after(one, number) for one in evaluated]
    return {
        "turn": number,
        "tried": len(turns),
        "accepted": sum(turn.accepted for turn in turns),
        "gain_when_accepted": _mean(t.after_score - t.before_score for t in rewritten if t.accepted and t.after_score),
        "gain_if_all_were_kept": _mean(t.after_score - t.before_score for t in rewritten if t.after_score),
        "score_mean": fmean(scores),
        "approved": fmean(_is_approved_after(one, number) for one in evaluated),
    }


def _mean(values: Any) -> float | None:
    found = list(values)
    return fmean(found) if found else None


def _score_after(one: EvaluatedBlueprint, number: int) -> float:
    later = [turn for turn in one.turns if turn.number > number]
    return later[0].before_score if later else one.verdict.score


def _is_approved_after(one: EvaluatedBlueprint, number: int) -> bool:
    """Reflexion goes on with what is not approved, and with nothing else."""
    return one.verdict.approved and not any(turn.number > number for turn in one.turns)


def table(figures: Mapping[str, Any]) -> str:
    return f"{_briefs(figures['briefs'])}\n\n{_reflexion(figures['reflexion'])}"


def _briefs(briefs: Mapping[str, Mapping[str, Any]]) -> str:
    head = (
        "| brief | approved before → after reflexion | median score | distinct-2 | self-BLEU-4 | closest hooks: cosine,"
        " Jaccard | covered: hook types, angles, structures, pairs | against policy | lines too long |"
    )
    rows = [head, "|---|---|---|---|---|---|---|---|---|"]
    for name, b in briefs.items():
        covered = ", ".join(f"{b[f'{kind}_coverage']:.0%}" for kind in ("hook_type", "angle", "structure", "pair"))
        rows.append(
            f"| {name} | {b['approved_before_reflexion']:.0%} → {b['approved']:.0%} | {b['score_median']:.1f} "
            f"| {b['distinct_2']:.2f} | {b['self_bleu_4']:.2f} "
            f"| {b['max_hook_cosine']:.2f}, {b['max_hook_jaccard']:.2f} "
            f"| {covered} | {b['blueprints_against_policy']} of {b['blueprints']} | {b['lines_too_long']} |"
        )
    return "\n".join(rows)


def _reflexion(turns: Sequence[Mapping[str, Any]]) -> str:
    head = (
        "| after turn | rewritten | accepted | points gained where accepted | points if all were kept | mean score"
        " | approved |"
    )
    rows = [head, "|---|---|---|---|---|---|---|"]
    for turn in turns:
        gains = [
            "-" if turn[key] is None else f"{turn[key]:+.2f}" for key in ("gain_when_accepted", "gain_if_all_were_kept")
        ]
        rows.append(
            f"| {turn['turn']} | {turn['tried']} | {turn['accepted']} | {gains[0]} | {gains[1]} "
            f"| {turn['score_mean']:.2f} | {turn['approved']:.1%} |"
        )
    return "\n".join(rows)
