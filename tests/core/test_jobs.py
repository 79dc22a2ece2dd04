"""Leases: one worker at a time, a dead one loses its job, a late one can write nothing."""

from datetime import timedelta

import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import CancelledError, ConflictError, NotFoundError
from geminivideo.core.jobs import store
from geminivideo.core.jobs.model import JobKind, JobStatus, LeaseLostError

LEASE = timedelta(seconds=15)


@pytest.fixture
def queued(database: Database, clock: ManualClock) -> str:
    with database.transaction() as session:
        return store.create(
            session, "job_1", JobKind.RENDER, "campaign_1", {"blueprint_id": "bp_001"}, clock.now()
        ).job_id


def test_only_one_worker_can_claim(database: Database, clock: ManualClock, queued: str) -> None:
    with database.transaction() as session:
        first = store.claim(session, queued, "a", clock.now(), LEASE)
        second = store.claim(session, queued, "b", clock.now(), LEASE)
    assert first is not None
    assert first.attempt == 1
    assert second is None


def test_silent_worker_loses_the_job_and_can_no_longer_write(
    database: Database, clock: ManualClock, queued: str
) -> None:
    with database.transaction() as session:
        lost = store.claim(session, queued, "a", clock.now(), LEASE)
    clock.advance(16)
    with database.transaction() as session:
        reaped = store.reap(session, clock.now())
        taken_over = store.claim(session, queued, "b", clock.now(), LEASE)
    assert lost is not None
    assert taken_over is not None
    assert [job.job_id for job in reaped.resend] == [queued]
    assert taken_over.attempt == 2
    with pytest.raises(LeaseLostError), database.transaction() as session:
        store.finish(session, lost, JobStatus.COMPLETED, clock.now())
    with database.transaction() as session:
        assert store.get(session, queued).status is JobStatus.RUNNING


def test_a_job_that_kills_its_workers_is_given_up(database: Database, clock: ManualClock, queued: str) -> None:
    ended = []
    for _ in range(store.MAX_CRASHES):
        with database.transaction() as session:
            assert store.claim(session, queued, "a", clock.now(), LEASE)
        clock.advance(16)
        with database.transaction() as session:
            ended = store.reap(session, clock.now()).ended
    assert [job.status for job in ended] == [JobStatus.FAILED]
    assert ended[0].error is not None
    assert "died 3 times" in ended[0].error["detail"]


def test_only_crashes_count_and_not_the_stops_between_them(database: Database, clock: ManualClock, queued: str) -> None:
    for _ in range(store.MAX_CRASHES - 1):
        with database.transaction() as session:
            job = store.claim(session, queued, "a", clock.now(), LEASE)
            assert job is not None
            store.hand_back(session, job, clock.now())
            assert store.claim(session, queued, "b", clock.now(), LEASE)
        clock.advance(16)
        with database.transaction() as session:
            assert [job.status for job in store.reap(session, clock.now()).resend] == [JobStatus.QUEUED]
    with database.transaction() as session:
        assert store.claim(session, queued, "a", clock.now(), LEASE)
    clock.advance(16)
    with database.transaction() as session:
        assert [job.status for job in store.reap(session, clock.now()).ended] == [JobStatus.FAILED]


def test_a_job_in_other_hands_cannot_be_handed_back(database: Database, clock: ManualClock, queued: str) -> None:
    with database.transaction() as session:
        lost = store.claim(session, queued, "a", clock.now(), LEASE)
        assert lost is not None
        store.hand_back(session, lost, clock.now())
        store.claim(session, queued, "b", clock.now(), LEASE)
    with pytest.raises(LeaseLostError), database.transaction() as session:
        store.hand_back(session, lost, clock.now())


def test_cancel_of_a_running_job_reaches_its_worker(database: Database, clock: ManualClock, queued: str) -> None:
    with database.transaction() as session:
        job = store.claim(session, queued, "a", clock.now(), LEASE)
        assert job is not None
        store.request_cancel(session, queued, clock.now())
    with pytest.raises(CancelledError), database.transaction() as session:
        store.renew(session, job, clock.now(), LEASE)


def test_cancelled_job_of_a_dead_worker_is_not_started_again(
    database: Database, clock: ManualClock, queued: str
) -> None:
    with database.transaction() as session:
        store.claim(session, queued, "a", clock.now(), LEASE)
        store.request_cancel(session, queued, clock.now())
    clock.advance(16)
    with database.transaction() as session:
        assert [job.status for job in store.reap(session, clock.now()).ended] == [JobStatus.CANCELLED]


def test_queued_job_whose_message_was_lost_is_sent_again(database: Database, clock: ManualClock, queued: str) -> None:
    clock.advance(60)
    with database.transaction() as session:
        assert store.reap(session, clock.now()).resend == []
    clock.advance(61)
    with database.transaction() as session:
        assert [job.job_id for job in store.reap(session, clock.now()).resend] == [queued]


def test_retry_is_only_for_what_has_ended_badly(database: Database, clock: ManualClock, queued: str) -> None:
    with pytest.raises(ConflictError), database.transaction() as session:
        store.retry(session, queued, clock.now())
    with database.transaction() as session:
        store.request_cancel(session, queued, clock.now())
        assert store.retry(session, queued, clock.now()).status is JobStatus.QUEUED


def test_unknown_job_says_so(database: Database) -> None:
    with pytest.raises(NotFoundError, match="job_x"), database.transaction() as session:
        store.get(session, "job_x")
