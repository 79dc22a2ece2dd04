"""The Council of Titans: four seats, one verdict."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import structlog

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.checks import go_on
from geminivideo.core.errors import UnavailableError
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.base import Judge
from geminivideo.creative.model import (
    FIXED_WEIGHTS,
    Brief,
    CouncilWeights,
    Member,
    MemberJudgement,
    PolicyViolation,
    Verdict,
    has_quorum,
)
from geminivideo.creative.policy import find_brief_violations, find_violations

_log = structlog.get_logger(__name__)


class Council:
    """Asks every member about all blueprints at once, side by side; one that fails has no vote in that round.

    `check` raises once the work must stop.
    """

    def __init__(
        self, judges: Sequence[Judge], *, check: Callable[[], None] = go_on, weights: CouncilWeights = FIXED_WEIGHTS
    ) -> None:
        self._judges = tuple(judges)
        self._check = check
        self._weights = weights

    def with_weights(self, weights: CouncilWeights) -> "Council":
        """The same members, whose scores count differently."""
        return Council(self._judges, check=self._check, weights=weights)

    @property
    def sources(self) -> dict[Member, Source]:
        return {judge.member: judge.source for judge in self._judges}

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[Verdict]:
        """One verdict per blueprint, in their order.

        Raises:
            UnavailableError: when not a single member could judge one of them.
        """
        if not blueprints:
            return []
        by_blueprint = self._ballots(blueprints, brief)
        if not all(by_blueprint):
            raise UnavailableError(
                "No member of the council could judge the blueprints.",
                next_step="see the log for each member's reason, then generate again",
            )
        in_brief = find_brief_violations(brief)
        return [
            combine(votes, blueprint, brief.approval_threshold, in_brief, self._weights)
            for votes, blueprint in zip(by_blueprint, blueprints, strict=True)
        ]

    def _ballots(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[list[MemberJudgement]]:
        """For each blueprint the judgements that there are."""
        with ThreadPoolExecutor(len(self._judges), thread_name_prefix="council") as pool:
            asked = [pool.submit(copy_context().run, _votes, judge, blueprints, brief) for judge in self._judges]
            members = [each.result() for each in asked]
        self._check()  # what stopped the members is not the members' failing
        ballots = zip(*(votes for votes in members if votes), strict=True)
        return [[vote for vote in ballot if vote] for ballot in ballots] or [[] for _ in blueprints]


def combine(
    judgements: Sequence[MemberJudgement],
    blueprint: Blueprint,
    threshold: float,
    in_brief: tuple[PolicyViolation, ...] = (),
    weights: CouncilWeights = FIXED_WEIGHTS,
) -> Verdict:
    """The weighted mean over the members that are present; a policy violation blocks approval at any score, and so does
    the want of a quorum.

    `in_brief` are the violations that the brief itself commits.
    """
    judgements = [
        judgement.model_copy(update={"weight": weights.weights[judgement.member]}) for judgement in judgements
    ]
    total = math.fsum(judgement.weight for judgement in judgements)
    scores = [judgement.score for judgement in judgements]
    mean = math.fsum(judgement.weight * judgement.score for judgement in judgements) / total
    violations = (*in_brief, *find_violations(blueprint))
    score = round(mean, 2)
    return Verdict(
        score=score,
        approved=score >= threshold and not violations and has_quorum(judgements),
        judgements=tuple(judgements),
        disagreement=round(max(scores) - min(scores), 2),
        violations=violations,
        weights=weights,
    )


def _votes(judge: Judge, blueprints: Sequence[Blueprint], brief: Brief) -> Sequence[MemberJudgement | None] | None:
    try:
        votes = judge.judge(blueprints, brief)
    except Exception as error:  # noqa: BLE001 - whatever a member's provider raises may cost its vote, never the campaign
        _log.warning("council_member_failed", member=judge.member.value, error=str(error))
        return None
    if len(votes) != len(blueprints):
        _log.warning("council_member_failed", member=judge.member.value, error="not one judgement per blueprint")
        return None
    return votes
