"""Campaigns and blueprints come back from PostgreSQL as they went in."""

from dataclasses import replace

import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.creative import store
from geminivideo.creative.model import CreativeOutcome
from geminivideo.creative.store import BlueprintRecord, CampaignStatus
from tests.creative.briefs import brief
from tests.creative.conftest import Generate

AWKWARD = brief("awkward", num_variations=20)


@pytest.fixture
def outcome(generate: Generate) -> CreativeOutcome:
    return generate("awkward", count=20)


def records(outcome: CreativeOutcome) -> list[BlueprintRecord]:
    approved = [one for one in outcome.evaluated if one.verdict.approved]
    ranks = {one.blueprint.id: rank for rank, one in enumerate(reversed(approved), start=1)}
    return [
        BlueprintRecord.of(
            one, rank=ranks.get(one.blueprint.id), predicted_roas=2.5, prediction={"interval": [1.0, 4.0]}
        )
        for one in outcome.evaluated
    ]


def start(database: Database, clock: ManualClock) -> None:
    with database.transaction() as session:
        store.create_campaign(session, "campaign_1", "account_1", AWKWARD, ["footage_1"], clock.now())


def finish(database: Database, clock: ManualClock, outcome: CreativeOutcome) -> None:
    with database.transaction() as session:
        store.complete_campaign(
            session,
            "campaign_1",
            records(outcome),
            statistics=outcome.statistics,
            sources=outcome.sources,
            seconds=1.5,
            at=clock.now(),
        )


def test_a_campaign_from_start_to_end(database: Database, clock: ManualClock, outcome: CreativeOutcome) -> None:
    start(database, clock)
    with database.transaction() as session:
        begun = store.get_campaign(session, "campaign_1")
    assert (begun.status, begun.brief, begun.footage_ids) == (CampaignStatus.GENERATING, AWKWARD, ("footage_1",))
    assert (begun.statistics, begun.sources, begun.problem, begun.completed_at) == (None, None, None, None)
    clock.advance(2)
    finish(database, clock, outcome)
    with database.transaction() as session:
        done = store.get_campaign(session, "campaign_1")
        everything = store.list_blueprints(session, "campaign_1", approved_only=False)
        approved = store.list_blueprints(session, "campaign_1", approved_only=True)
        one = store.get_blueprint(session, "campaign_1", "bp_007")
    assert (done.status, done.statistics, done.sources) == (
        CampaignStatus.COMPLETED,
        outcome.statistics,
        outcome.sources,
    )
    assert done.completed_at == clock.now() != done.created_at
    assert sorted(everything, key=lambda record: record.blueprint.id) == records(outcome)
    assert [record.rank for record in approved] == list(range(1, outcome.statistics.approved + 1))
    assert [record.rank for record in everything[len(approved) :]] == [None] * outcome.statistics.rejected
    assert one == records(outcome)[6]


def test_a_failed_campaign_keeps_its_problem(database: Database, clock: ManualClock, outcome: CreativeOutcome) -> None:
    start(database, clock)
    problem = {"type": "urn:x", "title": "T", "detail": "D", "next_step": "N"}
    with database.transaction() as session:
        store.fail_campaign(session, "campaign_1", problem, clock.now())
    with database.transaction() as session:
        failed = store.get_campaign(session, "campaign_1")
    assert (failed.status, failed.problem) == (CampaignStatus.FAILED, problem)
    with pytest.raises(ConflictError, match="already failed"):
        finish(database, clock, outcome)
    with database.transaction() as session:
        assert store.list_blueprints(session, "campaign_1", approved_only=False) == []


def test_a_campaign_is_completed_once(database: Database, clock: ManualClock, outcome: CreativeOutcome) -> None:
    start(database, clock)
    finish(database, clock, outcome)
    with pytest.raises(ConflictError, match="already completed"):
        finish(database, clock, outcome)


def test_unknown_ids_say_where_to_look(database: Database, clock: ManualClock) -> None:
    start(database, clock)
    with pytest.raises(NotFoundError, match="campaign_x") as error, database.transaction() as session:
        store.get_blueprint(session, "campaign_x", "bp_001")
    assert "generate-campaign" in error.value.next_step
    with pytest.raises(NotFoundError, match="bp_999") as error, database.transaction() as session:
        store.get_blueprint(session, "campaign_1", "bp_999")
    assert "/pipeline/campaign/campaign_1" in error.value.next_step
    with pytest.raises(NotFoundError), database.transaction() as session:
        store.fail_campaign(session, "campaign_x", {}, clock.now())


def test_nothing_is_half_written(database: Database, clock: ManualClock, outcome: CreativeOutcome) -> None:
    start(database, clock)
    twice = [records(outcome)[0], replace(records(outcome)[0], rank=9)]
    with pytest.raises(Exception, match="duplicate key"), database.transaction() as session:
        store.complete_campaign(
            session,
            "campaign_1",
            twice,
            statistics=outcome.statistics,
            sources=outcome.sources,
            seconds=1.0,
            at=clock.now(),
        )
    with database.transaction() as session:
        assert store.get_campaign(session, "campaign_1").status is CampaignStatus.GENERATING
