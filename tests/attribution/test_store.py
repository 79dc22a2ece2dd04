"""Insights come back from PostgreSQL as they went in, or are refused whole; and an account's ads in sum."""

from datetime import date, timedelta
from typing import Any

import pytest

from geminivideo.attribution.insights import store
from geminivideo.attribution.insights.model import AdInsight, BlueprintLink, ClickKind
from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.money import Money
from tests.attribution.examples import DAY, WEEK, insight
from tests.creative.test_outcomes import add_campaign

NO_ID = {"ad_id": None}


class Insights:
    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock

    def record(self, *insights: AdInsight, account_id: str = "acme", replace: bool = False) -> tuple[int, int]:
        with self.database.transaction() as session:
            rows = dict(enumerate(insights, start=2))
            done = store.record(session, account_id, rows, self.clock.now(), replace=replace)
        return done.stored, done.removed

    def stored(self, account_id: str = "acme") -> list[AdInsight]:
        with self.database.transaction() as session:
            return store.of_account(session, account_id)


@pytest.fixture
def insights(database: Database, clock: ManualClock) -> Insights:
    return Insights(database, clock)


def test_what_is_imported_again_is_replaced_and_nothing_is_counted_twice(insights: Insights) -> None:
    both = insight(**WEEK), insight()
    assert insights.record(*both) == (2, 0)
    assert insights.record(*both) == (2, 2)
    assert insights.stored() == [*both]
    changed = insight(clicks=1001, revenue_minor=None, ad_name="Kettle B")
    assert insights.record(changed, insight(first_day=DAY + timedelta(1))) == (2, 1)
    assert insights.stored() == [both[0], changed, insight(first_day=DAY + timedelta(1))]
    assert insights.record() == (0, 0)


def test_ads_in_sum(insights: Insights, database: Database, clock: ManualClock) -> None:
    link = BlueprintLink("campaign_1", "bp_002")
    with database.transaction() as session:
        add_campaign(session, clock)
    insights.record(
        insight(**WEEK, link=link),
        insight(ad_name="Kettle, renamed"),
        insight(ad_id="7", click_kind=ClickKind.ALL, conversions=None, impressions=0, spend_minor=0),
        insight(ad_id="7", first_day=DAY + timedelta(1), revenue_minor=None, impressions=0, spend_minor=0),
    )
    insights.record(insight(account_id="other", currency="USD"), account_id="other")
    with database.transaction() as session:
        first, second = store.ads_of_account(session, "acme")
        assert store.ads_of_account(session, "nobody") == []
    assert (first.ad_key, first.ad_name, first.link, first.periods) == ("120201", "Kettle, renamed", link, 2)
    assert (first.first_day, first.last_day) == (WEEK["first_day"], DAY)
    assert (first.impressions, first.clicks, first.click_kind, first.conversions) == (2000, 40, ClickKind.LINK, 6)
    assert (first.spend, first.revenue) == (Money(10_000, "AED"), Money(24_000, "AED"))
    assert (second.click_kind, second.conversions, second.revenue, second.link) == (ClickKind.ALL, None, None, None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (insight(), "Rows 2 and 3 are both of the ad 'Kettle A' from 2026-11-20 on."),
        (insight(first_day=DAY - timedelta(2), last_day=DAY), "Row 2: the ad 'Kettle A' would have two counts of the"),
        (insight(first_day=date(2026, 11, 1), last_day=date(2027, 1, 1)), "Row 3: 2027-01-01 is still to come."),
        (insight(ad_id="7", currency="USD"), "would have ads in AED and USD; it can have one currency."),
        (insight(**NO_ID), "The ad 'Kettle A' would be counted twice, 2026-11-20 and 2026-11-20: once with its id"),
        (insight(**NO_ID, ad_set_name="Set 1"), "would be counted twice"),
    ],
)
def test_one_wrong_row_and_nothing_is_stored(insights: Insights, wrong: AdInsight, said: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        insights.record(insight(), wrong)
    assert said in refused.value.cause
    assert refused.value.next_step
    assert insights.stored() == []


def test_ads_without_ids_are_told_apart_by_their_names(insights: Insights) -> None:
    ads = [
        insight(**NO_ID, ad_set_name="Set 1", campaign_name="C"),
        insight(**NO_ID, ad_set_name="Set 2", campaign_name="C"),
        insight(**NO_ID, ad_set_name="Set 1", campaign_name="D"),
        insight(ad_id="7", ad_set_name="Set 3", campaign_name="D"),
    ]
    assert insights.record(*ads) == (4, 0)
    assert {one.ad_key for one in insights.stored()} == {one.ad_key for one in ads}
    with pytest.raises(InvalidInputError, match="would be counted twice"):
        insights.record(insight(**NO_ID, ad_set_name="Set 2"))


def test_what_overlaps_is_replaced_when_asked_and_nothing_else(insights: Insights) -> None:
    other = insight(ad_id="7", first_day=DAY - timedelta(3))
    insights.record(insight(**WEEK), insight(), other)
    month = {"first_day": DAY - timedelta(19), "last_day": DAY - timedelta(2)}
    with pytest.raises(InvalidInputError, match=r"2026-11-01 to 2026-11-18 and 2026-11-13 to 2026-11-19"):
        insights.record(insight(**month))
    assert insights.record(insight(**month), replace=True) == (1, 1)
    assert insights.stored() == [insight(**month), insight(), other]


def test_an_account_changes_its_currency_as_a_whole_and_other_accounts_have_their_own(insights: Insights) -> None:
    insights.record(insight())
    insights.record(insight(account_id="other", currency="USD"), account_id="other")
    insights.record(insight(currency="EUR"))
    assert [one.currency for one in insights.stored()] == ["EUR"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"impressions": -1},
        {"spend_minor": -1},
        {"revenue_minor": 12.5},
        {"currency": "aed"},
        {"last_day": DAY - timedelta(1)},
        {"ad_name": ""},
        {"click_kind": "some"},
    ],
)
def test_what_cannot_be_is_no_insight(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        insight(**wrong)
