"""Who did what in a campaign, and why the rest was not live."""

from contextlib import ExitStack

import pytest

from geminivideo.core.errors import UnavailableError
from geminivideo.core.language_models.budget import Allotment, Budget
from geminivideo.core.language_models.faults import BudgetSpentError
from geminivideo.core.vocabulary import Source
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.live.seat import LiveSeat, UnaidedSeat, question
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.live_record import LiveRecord
from geminivideo.creative.model import Member
from tests.creative.briefs import brief
from tests.creative.samples import sample
from tests.creative_live.conftest import Titans

FITNESS = brief("fitness")


def test_a_role_is_what_most_of_its_work_was() -> None:
    record = LiveRecord()
    assert record.source("rewriter") is Source.LIVE, "nothing was asked of it yet"
    record.note("rewriter", "rewrites", [None, "it was cut off"])
    assert record.source("rewriter") is Source.LOCAL, "half is not most"
    record.note("rewriter", "rewrites", [None, "another reason"])
    record.note("rewriter", "rewrites", [])
    record.note("rewriter", "rewrites", [None])
    assert record.source("rewriter") is Source.LIVE
    assert record.reasons == {"rewriter": "2 of 5 rewrites: it was cut off"}


def test_a_role_that_was_never_set_up_says_what_is_missing(titans: Titans) -> None:
    live = CampaignModels(titans.models(titans.settings(openai_api_key=None)), Budget(), lambda: None)
    assert live.is_live("judge.claude")
    assert not live.is_live("judge.gpt")
    assert not live.is_live("poet")
    assert live.record.reasons == {
        "judge.gpt": "GEMINIVIDEO_OPENAI_API_KEY is not set", "poet": "there is no such role"
    }  # fmt: skip
    assert live.record.source("judge.gpt") is Source.LOCAL


def test_who_found_no_room_is_asked_again_when_others_gave_theirs_back(titans: Titans) -> None:
    """Each may need some 5,000 tokens and uses 1,050: one at a time fits into what is left."""
    live = titans.live(Budget(tokens=11_000), roles={"judge.claude": {"max_output_tokens": 2_000}})
    questions = [question(Member.CLAUDE, [sample(name=f"bp_{n:03d}")], FITNESS) for n in range(6)]
    answers = live.ask_all(questions)
    assert [hasattr(answer, "answer") for answer in answers] == [True] * 6
    assert live.budget.spent.requests == 6
    assert live.ask_all([]) == []


class TightBudget(Budget):
    """Who is refused is known."""

    refused = False

    def _reserve(self, wanted: Allotment) -> None:
        try:
            super()._reserve(wanted)
        except BudgetSpentError:
            self.refused = True
            raise


def test_who_found_no_room_waits_for_what_others_have_under_way(titans: Titans) -> None:
    """The seats of the council ask at the same time; which of them came first must not decide who is heard."""
    budget, other = TightBudget(tokens=6_000), ExitStack()
    other.enter_context(budget.room(5_000, None))

    def check() -> None:
        if budget.refused:
            other.close()

    models = titans.live(budget, roles={"judge.claude": {"max_output_tokens": 2_000}}).models
    live = CampaignModels(models, budget, check)
    (answer,) = live.ask_all([question(Member.CLAUDE, [sample()], FITNESS)])
    assert hasattr(answer, "answer")
    assert budget.spent.requests == 1


def test_a_blueprint_without_any_vote_is_no_silent_zero(titans: Titans) -> None:
    live = titans.live(roles={"judge.claude": {"base_url": "http://127.0.0.1:1"}})
    alone = LiveSeat(live, local_judges()[1], lambda _: False)
    with pytest.raises(UnavailableError, match="No member"):
        Council([alone]).judge([sample()], FITNESS)


def test_absent_members_leave_their_weight_to_the_others(titans: Titans) -> None:
    """A language that the local judges cannot read, and Claude is away: three members, weights of 0.7 together."""
    live = titans.live(roles={"judge.claude": {"base_url": "http://127.0.0.1:1"}})
    *titans_seats, visual = local_judges()
    judges = [*(LiveSeat(live, local, lambda _: False) for local in titans_seats), visual]
    (verdict,) = Council(judges).judge([sample()], FITNESS)
    assert [vote.member for vote in verdict.judgements] == [Member.GEMINI, Member.GPT, Member.DEEPCTR]
    seen = verdict.judgements[-1].score
    assert verdict.score == round((0.4 * 60 + 0.2 * 60 + 0.1 * seen) / 0.7, 2)
    assert verdict.disagreement == round(abs(60 - seen), 2)


def test_a_seat_without_a_model_does_not_judge_what_it_cannot_read() -> None:
    local = local_judges()[0]
    assert UnaidedSeat(local, lambda _: False).judge([sample()], FITNESS) == [None]
    assert UnaidedSeat(local, lambda _: True).judge([sample()], FITNESS) == local.judge([sample()], FITNESS)
