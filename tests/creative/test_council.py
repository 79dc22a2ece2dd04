"""The council's arithmetic, and that a member that fails costs only its own vote."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import UnavailableError
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.council import Council, combine
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.model import MEMBER_WEIGHTS, Brief, Member, MemberJudgement
from tests.creative.briefs import brief
from tests.creative.samples import judgement, sample

FITNESS = brief("fitness")


@dataclass(frozen=True)
class FixedJudge:
    member: Member
    answer: float | None
    source: Source = Source.LIVE

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[MemberJudgement]:  # noqa: ARG002
        if self.answer is None:
            raise TimeoutError("the provider did not answer")
        return [judgement(self.member, self.answer) for _ in blueprints]


@dataclass(frozen=True)
class ForgetfulJudge(FixedJudge):
    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[MemberJudgement]:
        return super().judge(blueprints, brief)[1:]


present = st.dictionaries(st.sampled_from(list(Member)), st.floats(0, 100), min_size=1)


@given(present, st.floats(0, 100))
def test_score_is_the_weighted_mean_of_those_present(scores: dict[Member, float], threshold: float) -> None:
    verdict = combine([judgement(m, s) for m, s in scores.items()], sample(), threshold)
    expected = sum(MEMBER_WEIGHTS[m] * s for m, s in scores.items()) / sum(MEMBER_WEIGHTS[m] for m in scores)
    assert verdict.score == pytest.approx(expected, abs=0.006)
    assert min(scores.values()) - 0.006 <= verdict.score <= max(scores.values()) + 0.006
    quorum = sum(MEMBER_WEIGHTS[member] for member in scores) > 0.499
    assert verdict.approved == (verdict.score >= threshold and quorum)
    assert verdict.disagreement == pytest.approx(max(scores.values()) - min(scores.values()), abs=0.006)


@given(present, st.sampled_from(list(Member)), st.floats(0, 100))
def test_a_higher_vote_never_lowers_the_score(scores: dict[Member, float], member: Member, more: float) -> None:
    raised = scores | {member: max(more, scores.get(member, 0.0))}
    if member not in scores:
        return
    low, high = (combine([judgement(m, s) for m, s in votes.items()], sample(), 50).score for votes in (scores, raised))
    assert high >= low


@pytest.mark.parametrize(
    ("there", "approved"),
    [({Member.DEEPCTR}, False), ({Member.GPT, Member.DEEPCTR}, False), ({Member.GEMINI, Member.DEEPCTR}, True)],
)
def test_members_with_less_than_half_of_the_weight_approve_nothing(there: set[Member], approved: bool) -> None:
    assert combine([judgement(member, 100) for member in there], sample(), 85).approved is approved


def test_a_failing_member_has_no_vote() -> None:
    judges = [FixedJudge(Member.GEMINI, 90.0), FixedJudge(Member.CLAUDE, None), ForgetfulJudge(Member.GPT, 0.0)]
    verdict = Council(judges).judge([sample()], FITNESS)[0]
    assert [vote.member for vote in verdict.judgements] == [Member.GEMINI]
    assert verdict.score == 90.0


def test_no_member_at_all_is_said() -> None:
    with pytest.raises(UnavailableError, match="No member"):
        Council([FixedJudge(Member.GEMINI, None)]).judge([sample()], FITNESS)


def test_verdicts_come_in_order_and_sources_are_named() -> None:
    council = Council([FixedJudge(Member.GEMINI, 80.0), *local_judges()[1:]])
    blueprints = [sample(name=f"bp_{number:03d}") for number in range(1, 4)]
    assert len(council.judge(blueprints, FITNESS)) == 3
    assert council.judge([], FITNESS) == []
    assert council.sources[Member.GEMINI] is Source.LIVE
    assert council.sources[Member.DEEPCTR] is Source.LOCAL
    alone = [council.judge([blueprint], FITNESS)[0] for blueprint in blueprints]
    assert alone == council.judge(blueprints, FITNESS)
