"""Outcomes come back from PostgreSQL as they went in, or are refused whole; and what is learned of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock, ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import GeminivideoError, InvalidInputError, NotFoundError
from geminivideo.core.money import Money
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import HookType, Source
from geminivideo.creative import store as campaigns
from geminivideo.creative.account_winners import AccountWinners
from geminivideo.creative.council.account_weights import weights_for
from geminivideo.creative.council.council import combine
from geminivideo.creative.model import (
    FIXED_WEIGHTS,
    CampaignStatistics,
    CreativeSources,
    Member,
    WeightBasis,
)
from geminivideo.creative.outcomes import store
from geminivideo.creative.outcomes.model import Outcome, totals
from geminivideo.creative.store import BlueprintRecord
from tests.creative.accounts import account
from tests.creative.briefs import brief
from tests.creative.samples import judgement, sample

SOURCES = CreativeSources(director=Source.LOCAL, rewriter=Source.LOCAL, judges=dict.fromkeys(Member, Source.LOCAL))
COUNTS = CampaignStatistics.model_validate({**dict.fromkeys(CampaignStatistics.model_fields, 0), "shortfalls": ()})
DAY = date(2026, 11, 20)
NINETY = dict.fromkeys(Member, 90.0)


def add_campaign(
    session: Session,
    clock: Clock,
    campaign_id: str = "campaign_1",
    *,
    scores: Mapping[str, Mapping[Member, float]] | None = None,
    account_id: str = "acme",
    trade: str = "fitness",
    hooks: Mapping[str, str] | None = None,
) -> None:
    """A completed campaign with a blueprint for each entry of `scores`."""
    campaigns.create_campaign(session, campaign_id, account_id, brief(trade), [], clock.now())
    records = []
    for name, given in (scores or {"bp_001": NINETY, "bp_002": NINETY}).items():
        blueprint = sample(name=name, hook_type=HookType.QUESTION)
        hook = blueprint.hook.model_copy(update={"text": (hooks or {}).get(name, f"Hook of {campaign_id} {name}?")})
        judgements = [judgement(member, score) for member, score in given.items()]
        records.append(
            BlueprintRecord(blueprint.model_copy(update={"hook": hook}), combine(judgements, blueprint, 85), (), 1)
        )
    campaigns.complete_campaign(
        session, campaign_id, records, statistics=COUNTS, sources=SOURCES, seconds=1, at=clock.now()
    )


def outcome(**changes: Any) -> Outcome:
    given = {"campaign_id": "campaign_1", "blueprint_id": "bp_001", "first_day": DAY, "currency": "AED"}
    counted = {"impressions": 1000, "clicks": 20, "spend_minor": 5000, "revenue_minor": 12_000}
    whole = {**given, **counted, **changes}
    return Outcome.model_validate({"last_day": whole["first_day"], **whole})


def stored(database: Database, blueprint_id: str = "bp_001") -> list[Outcome]:
    with database.transaction() as session:
        return store.of_blueprint(session, "campaign_1", blueprint_id)


@pytest.fixture
def known(database: Database, clock: ManualClock) -> Database:
    """Two campaigns of acme and one of another account, with two blueprints each."""
    with database.transaction() as session:
        add_campaign(session, clock)
        add_campaign(session, clock, "campaign_2")
        add_campaign(session, clock, "campaign_other", account_id="other")
    return database


def record(database: Database, clock: ManualClock, *outcomes: Outcome) -> None:
    with database.transaction() as session:
        store.record(session, dict(enumerate(outcomes, start=2)), clock.now())


def test_what_is_sent_again_is_replaced_and_nothing_is_counted_twice(known: Database, clock: ManualClock) -> None:
    first, week = outcome(conversions=3), outcome(first_day=DAY - timedelta(7), last_day=DAY - timedelta(1))
    record(known, clock, first, week)
    record(known, clock, first, week)
    assert stored(known) == [week, first]
    record(known, clock, outcome(clicks=25, revenue_minor=20_000))
    assert stored(known) == [week, outcome(clicks=25, revenue_minor=20_000)]
    total = totals(stored(known))
    assert total is not None
    assert (total.impressions, total.clicks, total.conversions) == (2000, 45, None)
    assert (total.spend, total.revenue) == (Money(10_000, "AED"), Money(32_000, "AED"))
    assert (total.click_rate, total.roas) == (0.0225, 3.2)
    assert totals([]) is None


@pytest.mark.parametrize(
    ("wrong", "kind", "said"),
    [
        (outcome(blueprint_id="bp_009"), NotFoundError, "Row 3: there is no blueprint campaign_1/bp_009."),
        (outcome(campaign_id="campaign_9"), NotFoundError, "Row 3: there is no blueprint campaign_9/bp_001."),
        (outcome(), InvalidInputError, "Rows 2 and 3 are both of campaign_1/bp_001 from 2026-11-20 on."),
        (
            outcome(first_day=DAY - timedelta(2), last_day=DAY),
            InvalidInputError,
            "two counts of the same day, 2026-11-18 to 2026-11-20 and 2026-11-20.",
        ),
        (outcome(blueprint_id="bp_002", currency="USD"), InvalidInputError, "would have outcomes in AED and USD"),
        (outcome(campaign_id="campaign_2", currency="USD"), InvalidInputError, "can have one currency"),
        (outcome(first_day=date(2027, 1, 1)), InvalidInputError, "Row 3: 2027-01-01 is still to come."),
    ],
)
def test_one_wrong_row_and_nothing_is_stored(
    known: Database, clock: ManualClock, wrong: Outcome, kind: type[GeminivideoError], said: str
) -> None:
    with pytest.raises(kind) as refused:
        record(known, clock, outcome(), wrong)
    assert said in refused.value.cause
    assert refused.value.next_step
    assert stored(known) == []


def test_many_unknown_blueprints_are_told_in_short(known: Database, clock: ManualClock) -> None:
    with pytest.raises(NotFoundError, match=r"row 6: .*; and 3 more"):
        record(known, clock, *(outcome(blueprint_id=f"bp_1{number}") for number in range(8)))


def test_a_period_may_not_begin_inside_one_that_is_stored(known: Database, clock: ManualClock) -> None:
    record(known, clock, outcome(first_day=DAY - timedelta(6), last_day=DAY))
    with pytest.raises(InvalidInputError, match=r"Row 2: .*two counts of the same day"):
        record(known, clock, outcome())
    record(known, clock, outcome(blueprint_id="bp_002"))


def test_each_account_has_its_own_currency_and_can_change_it_as_a_whole(known: Database, clock: ManualClock) -> None:
    record(known, clock, outcome(), outcome(campaign_id="campaign_other", currency="USD"))
    with pytest.raises(InvalidInputError, match="AED and EUR"):
        record(known, clock, outcome(campaign_id="campaign_2", currency="EUR"))
    record(known, clock, outcome(currency="EUR"))
    assert [one.currency for one in stored(known)] == ["EUR"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"clicks": 1001},
        {"impressions": -1, "clicks": 0},
        {"spend_minor": -1},
        {"revenue_minor": 12.5},
        {"currency": "aed"},
        {"last_day": DAY - timedelta(1)},
        {"conversions": -1},
    ],
)
def test_what_cannot_be_is_no_outcome(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        outcome(**wrong)


# --- what is learned from them ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clear() -> list[Any]:
    """An account in which GPT's score alone says what is clicked."""
    return account(1, campaigns=20, ads=8, effects={Member.GPT: 0.8})


def add_account(session: Session, clock: Clock, ads: list[Any]) -> None:
    for campaign_id in dict.fromkeys(ad.campaign_id for ad in ads):
        own = [ad for ad in ads if ad.campaign_id == campaign_id]
        names = [f"bp_{number:03d}" for number in range(1, len(own) + 1)]
        scores = {name: {m: round(s, 2) for m, s in ad.scores.items()} for name, ad in zip(names, own, strict=True)}
        add_campaign(session, clock, campaign_id, scores=scores)
        counts = [{"impressions": ad.impressions, "clicks": ad.clicks} for ad in own]
        rows = [
            outcome(campaign_id=campaign_id, blueprint_id=name, **count)
            for name, count in zip(names, counts, strict=True)
        ]
        store.record(session, dict(enumerate(rows)), clock.now())


def test_an_accounts_outcomes_teach_its_own_council(database: Database, clock: ManualClock, clear: list[Any]) -> None:
    with database.transaction() as session:
        add_account(session, clock, clear)
        learned = weights_for(session, "acme", SOURCES.judges)
        other = weights_for(session, "other")
        live = weights_for(session, "acme", dict.fromkeys(Member, Source.LIVE))
        mixed = weights_for(session, "acme", {**SOURCES.judges, Member.GEMINI: Source.LIVE})
    assert (learned.basis, learned.ads, learned.campaigns) == (WeightBasis.ACCOUNT, 160, 20)
    assert learned.weights[Member.GPT] > 0.5
    assert (other.weights, other.ads) == (FIXED_WEIGHTS.weights, 0)
    assert (live.basis, live.ads) == (WeightBasis.PRIOR, 0), "local judges tell nothing of live models"
    assert mixed.weights[Member.GEMINI] == pytest.approx(0.4, abs=0.01)
    verdict = combine([judgement(member, 50 if member is Member.GPT else 90) for member in Member], sample(), 85)
    assert verdict.score == pytest.approx(82)
    again = combine(verdict.judgements, sample(), 85, weights=learned)
    assert again.score < 70
    assert again.weights == learned


def test_winners_are_the_surely_better_ads_nearest_to_the_brief(
    database: Database, clock: ManualClock, encoder: TextEncoder
) -> None:
    """Of eight ads one is lucky with few people, one is clicked and does not sell, two are good."""
    hooks = {"bp_001": "A good hook", "bp_002": "A lucky hook", "bp_003": "An empty hook"}
    with database.transaction() as session:
        for campaign_id, trade in (("campaign_1", "fitness"), ("campaign_2", "dogs")):
            scores = {f"bp_00{number}": NINETY for number in range(1, 5)}
            own = {name: f"{text} for {trade}" for name, text in hooks.items()}
            add_campaign(session, clock, campaign_id, scores=scores, trade=trade, hooks=own)
            sold = {"bp_001": (20_000, 500, 90_000), "bp_002": (1000, 20, 5000), "bp_003": (20_000, 600, 1000)}
            sold |= {"bp_004": (40_000, 400, 50_000)}
            rows = [
                outcome(
                    campaign_id=campaign_id,
                    blueprint_id=name,
                    impressions=seen,
                    clicks=clicked,
                    spend_minor=seen,
                    revenue_minor=earned,
                )
                for name, (seen, clicked, earned) in sold.items()
            ]
            store.record(session, dict(enumerate(rows)), clock.now())
        winners = AccountWinners.open(session, "acme", encoder)
        none = AccountWinners.open(session, "other", encoder)
    assert [one.winner_id for one in winners.similar(brief("dogs"), 5)] == ["campaign_2/bp_001", "campaign_1/bp_001"]
    (first,) = winners.similar(brief("fitness"), 1)
    assert (first.winner_id, first.hook_text) == ("campaign_1/bp_001", "A good hook for fitness")
    assert first.reached.startswith("click rate 2.50% of 20,000 impressions (account: 1.88%)")
    assert first.reached.endswith("ROAS 4.50")
    assert none.similar(brief("fitness"), 5) == ()


def test_ads_that_all_do_the_same_have_no_winner(database: Database, clock: ManualClock, encoder: TextEncoder) -> None:
    with database.transaction() as session:
        names = [f"bp_{number:03d}" for number in range(1, 9)]
        add_campaign(session, clock, scores=dict.fromkeys(names, NINETY))
        rows = [outcome(blueprint_id=name, impressions=10_000, clicks=100 + at) for at, name in enumerate(names)]
        store.record(session, dict(enumerate(rows)), clock.now())
        assert AccountWinners.open(session, "acme", encoder).similar(brief("fitness"), 3) == ()
