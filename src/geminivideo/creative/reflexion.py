"""The reflexion loop: what was criticised is planned, rewritten and judged again; only what is better is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.council import Council
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.model import Brief, EvaluatedBlueprint, ReflexionTurn, Verdict

MAX_TURNS = 3


@dataclass(frozen=True, slots=True)
class RewriteRequest:
    blueprint: Blueprint
    verdict: Verdict
    turn: int


@dataclass(frozen=True, slots=True)
class Revision:
    """`blueprint` is None when there is no new version; `plan` says what was to change, or why nothing could.

    `hopeless`: no further turn can help, because what is wrong stands in the brief.
    """

    blueprint: Blueprint | None
    plan: str
    hopeless: bool = False
    written_by: Source = Source.LOCAL


class Rewriter(Protocol):
    @property
    def source(self) -> Source: ...

    def rewrite(
        self,
        requests: Sequence[RewriteRequest],
        campaign: Sequence[Blueprint],
        brief: Brief,
        hooks: HookSet,
        rng: np.random.Generator,
    ) -> list[Revision]:
        """One revision per request, in their order; `campaign` and its `hooks` are what they must not resemble."""
        ...


def reflect(
    judged: Sequence[EvaluatedBlueprint],
    brief: Brief,
    *,
    council: Council,
    rewriter: Rewriter,
    hooks: HookSet,
    rng: np.random.Generator,
    report: Callable[[int, int], None],
) -> list[EvaluatedBlueprint]:
    """At most three turns for each blueprint that is not approved; `report` is told the turn and how many are in it."""
    current = list(judged)
    given_up: set[int] = set()
    for turn in range(1, MAX_TURNS + 1):
        pending = [at for at, one in enumerate(current) if not one.verdict.approved and at not in given_up]
        if not pending:
            break
        report(turn, len(pending))
        requests = [RewriteRequest(current[at].blueprint, current[at].verdict, turn) for at in pending]
        campaign = [evaluated.blueprint for evaluated in current]
        revisions = [
            _admissible(revision, request, hooks)
            for revision, request in zip(rewriter.rewrite(requests, campaign, brief, hooks, rng), requests, strict=True)
        ]
        verdicts = iter(council.judge([r.blueprint for r in revisions if r.blueprint], brief))
        for at, revision in zip(pending, revisions, strict=True):
            verdict = next(verdicts) if revision.blueprint else None
            current[at] = _after_turn(current[at], turn, revision, verdict, hooks)
        given_up.update(at for at, revision in zip(pending, revisions, strict=True) if revision.hopeless)
    return current


def _admissible(revision: Revision, request: RewriteRequest, hooks: HookSet) -> Revision:
    """A new hook is held until the turn is over, so that the turn's other blueprints keep their distance from it."""
    new, old = revision.blueprint, request.blueprint
    if new is None or new.hook.text == old.hook.text:
        return revision
    if hooks.is_too_close(new.hook.text, old.id):
        plan = f"{revision.plan} (dropped: its hook is too close to another one of the campaign)"
        return replace(revision, blueprint=None, plan=plan)
    hooks.add(old.id, new.hook.text)
    return revision


def _after_turn(
    evaluated: EvaluatedBlueprint, number: int, revision: Revision, verdict: Verdict | None, hooks: HookSet
) -> EvaluatedBlueprint:
    better = verdict is not None and verdict.is_better_than(evaluated.verdict)
    turn = ReflexionTurn(
        number=number,
        critique=criticism(evaluated.verdict),
        plan=f"{revision.plan}{_unmeasured(evaluated.verdict, verdict)}",
        before_score=evaluated.verdict.score,
        after_score=verdict.score if verdict else None,
        accepted=better,
        written_by=revision.written_by,
    )
    kept = revision.blueprint if better and revision.blueprint else evaluated.blueprint
    hooks.keep_only(kept.id, kept.hook.text)
    return EvaluatedBlueprint(
        blueprint=kept,
        verdict=verdict if better and verdict else evaluated.verdict,
        turns=(*evaluated.turns, turn),
        written_by=revision.written_by if better else evaluated.written_by,
    )


def _unmeasured(before: Verdict, after: Verdict | None) -> str:
    if after is None or len(after.violations) != len(before.violations) or after.is_comparable_with(before):
        return ""
    return " (not kept: other judges scored it than the version before, so that nobody can say which is better)"


def criticism(verdict: Verdict) -> str:
    """Violations first: nothing else matters while one stands."""
    offences = [
        f"Against ad policy ({v.rule.value.replace('_', ' ')}) in {v.place}: “{v.words}”." for v in verdict.violations
    ]
    members = [f"{j.member.value}: {j.critique}" for j in sorted(verdict.judgements, key=lambda j: j.score)]
    return " ".join([*offences, *members])
