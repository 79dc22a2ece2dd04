"""Every way a job can end: done, failed, cancelled, unforeseen, taken over."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geminivideo.app.migrate import migrate
from geminivideo.core.clock import SystemClock
from geminivideo.core.database import Database
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.errors import ProcessingError
from geminivideo.core.jobs import store
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobKind, JobStatus, WorkerStoppingError
from geminivideo.core.jobs.runner import JobRunner, StoreResult

Work = Callable[[JobControl], StoreResult]


class Handler:
    def __init__(self, work: Work) -> None:
        self._work = work
        self.ended: list[tuple[JobStatus, Mapping[str, Any] | None]] = []
        self.progress: list[tuple[str, float]] = []

    def run(self, control: JobControl) -> StoreResult:
        return self._work(control)

    def on_progress(self, _session: Session, _job: Job, stage: str, percent: float) -> None:
        self.progress.append((stage, percent))

    def on_unfinished(self, _session: Session, _job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        self.ended.append((status, error))


def nothing(_session: Session) -> Sequence[Job]:
    return ()


def run(database: Database, work: Work) -> tuple[Job, Handler]:
    clock = SystemClock()
    handler = Handler(work)
    runner = JobRunner(database, clock, timedelta(seconds=15), {JobKind.RENDER: lambda: handler}, lambda _jobs: None)
    with database.transaction() as session:
        store.create(session, "job_1", JobKind.RENDER, "campaign_1", {}, clock.now())
    runner.run("job_1", "test")
    with database.transaction() as session:
        return store.get(session, "job_1"), handler


def test_result_and_completion_are_one_transaction(database: Database) -> None:
    def store_badly(session: Session) -> Sequence[Job]:
        session.execute(text("UPDATE jobs SET worker = 'half-written'"))
        raise ProcessingError("The result could not be stored.", next_step="retry")

    job, _ = run(database, lambda _control: store_badly)
    assert job.status is JobStatus.FAILED
    with database.transaction() as session:
        assert session.execute(text("SELECT worker FROM jobs")).scalar_one() == "test"


def test_known_error_is_kept_with_its_next_step(database: Database) -> None:
    def work(_control: JobControl) -> StoreResult:
        raise ProcessingError("The encoder broke.", next_step="retry the job")

    job, handler = run(database, work)
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert job.error["detail"] == "The encoder broke."
    assert handler.ended == [(JobStatus.FAILED, job.error)]


def test_unforeseen_error_ends_the_job_without_leaking_its_text(database: Database) -> None:
    def work(_control: JobControl) -> StoreResult:
        raise KeyError("secret-token")

    job, _ = run(database, work)
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert "KeyError" in job.error["detail"]
    assert "secret-token" not in str(job.error)


def test_cancel_reaches_the_work_within_a_second(database: Database) -> None:
    clock = SystemClock()
    waited: list[float] = []

    def work(control: JobControl) -> StoreResult:
        with database.transaction() as session:
            store.request_cancel(session, "job_1", clock.now())
        begun = clock.monotonic()
        while clock.monotonic() - begun < 10:
            try:
                control.check()
            except Exception:
                waited.append(clock.monotonic() - begun)
                raise
        return nothing

    job, handler = run(database, work)
    assert job.status is JobStatus.CANCELLED
    assert handler.ended == [(JobStatus.CANCELLED, None)]
    assert waited[0] < 5, "a second, of which a busy machine makes several"


_FAILS_ONCE = """
CREATE SEQUENCE renewals;
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('renewals') = 1 THEN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER full_disk BEFORE UPDATE OF lease_expires_at ON jobs FOR EACH ROW
    WHEN (OLD.status = 'running' AND NEW.status = 'running') EXECUTE FUNCTION full_disk();
"""


def test_a_renewal_that_fails_is_tried_again(database: Database) -> None:
    """Else the work would go on without a lease: taken over by another worker, and deaf to a cancel."""
    clock = SystemClock()

    def work(control: JobControl) -> StoreResult:
        with database.transaction() as session:
            session.execute(text(_FAILS_ONCE))
            store.request_cancel(session, "job_1", clock.now())
        deadline = clock.monotonic() + 10
        while clock.monotonic() < deadline:
            control.check()
        return nothing

    job, _ = run(database, work)
    assert job.status is JobStatus.CANCELLED
    with database.transaction() as session:
        assert session.execute(text("SELECT last_value FROM renewals")).scalar_one() == 2


def test_progress_never_goes_back_and_is_stored(database: Database) -> None:
    def work(control: JobControl) -> StoreResult:
        control.progress("voice", 20)
        control.progress("captions", 10)
        return nothing

    job, handler = run(database, work)
    assert handler.progress == [("voice", 20), ("captions", 20)]
    assert (job.stage, job.progress) == ("done", 100)


def test_a_worker_that_lost_its_lease_writes_nothing(database: Database) -> None:
    clock = SystemClock()

    def work(_control: JobControl) -> StoreResult:
        with database.transaction() as session:
            session.execute(text("UPDATE jobs SET lease_expires_at = now() - interval '1 minute'"))
            store.reap(session, clock.now())
            assert store.claim(session, "job_1", "other", clock.now(), timedelta(seconds=15))
        return lambda _session: pytest.fail("stored by the old worker")

    job, handler = run(database, work)
    assert job.status is JobStatus.RUNNING
    assert job.attempt == 2
    assert handler.ended == []


def test_a_restart_of_the_database_costs_a_job_nothing(open_home: Path) -> None:
    """It is away while the job reports progress and while it completes, and back before the lease is over."""
    server = EmbeddedPostgres(open_home)
    database = Database(server.start())
    migrate(database)
    at_work, away, reported = threading.Event(), threading.Event(), threading.Event()

    def work(control: JobControl) -> StoreResult:
        at_work.set()
        assert away.wait(20)
        control.progress("encode", 50)
        reported.set()
        return nothing

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(run, database, work)
        assert at_work.wait(20)
        server.stop()
        away.set()
        assert reported.wait(20)
        time.sleep(0.5)  # so that the completion finds it away as well
        server.start()
        job, handler = outcome.result(20)
    database.dispose()
    server.stop()
    assert (job.status, job.attempt) == (JobStatus.COMPLETED, 1)
    assert handler.ended == []


def test_a_worker_that_stops_hands_its_job_back_however_often(database: Database) -> None:
    clock, sent = SystemClock(), list[Job]()

    def work(control: JobControl) -> StoreResult:
        control.check()
        pytest.fail("went on")

    handler = Handler(work)
    runner = JobRunner(database, clock, timedelta(seconds=15), {JobKind.RENDER: lambda: handler}, sent.extend)
    with database.transaction() as session:
        store.create(session, "job_1", JobKind.RENDER, "campaign_1", {}, clock.now())
    for _ in range(store.MAX_CRASHES + 1):
        runner.run("job_1", "test", stopping=lambda: True)
    assert [(job.job_id, job.status, job.attempt) for job in sent] == [
        ("job_1", JobStatus.QUEUED, attempt) for attempt in range(1, store.MAX_CRASHES + 2)
    ]
    assert handler.ended == []
    with database.transaction() as session:
        stands = session.execute(text("SELECT status, crashes, worker, lease_expires_at FROM jobs")).one()
    assert tuple(stands) == ("queued", 0, None, None)


def test_a_cancel_is_heard_by_a_worker_that_stops(database: Database) -> None:
    """Handed back, the job would begin once more before anybody noticed that it was cancelled."""
    clock, sent = SystemClock(), list[Job]()

    def work(control: JobControl) -> StoreResult:
        with database.transaction() as session:
            store.request_cancel(session, "job_1", clock.now())
        raise WorkerStoppingError("The worker was told to stop.", next_step="nothing")

    handler = Handler(work)
    runner = JobRunner(database, clock, timedelta(seconds=15), {JobKind.RENDER: lambda: handler}, sent.extend)
    with database.transaction() as session:
        store.create(session, "job_1", JobKind.RENDER, "campaign_1", {}, clock.now())
    runner.run("job_1", "test")
    with database.transaction() as session:
        assert store.get(session, "job_1").status is JobStatus.CANCELLED
    assert (sent, handler.ended) == ([], [(JobStatus.CANCELLED, None)])


def test_what_a_job_needed_is_cleared_away_only_when_its_result_is_committed(database: Database) -> None:
    found: list[JobStatus] = []

    def clear_up() -> None:
        with database.transaction() as session:
            found.append(store.get(session, "job_1").status)

    def work(control: JobControl) -> StoreResult:
        control.once_completed(clear_up)
        return nothing

    run(database, work)
    assert found == [JobStatus.COMPLETED]


def test_what_a_job_needed_stays_when_its_result_cannot_be_stored(database: Database) -> None:
    def store_badly(_session: Session) -> Sequence[Job]:
        raise ProcessingError("The result could not be stored.", next_step="retry")

    def work(control: JobControl) -> StoreResult:
        control.once_completed(lambda: pytest.fail("cleared away"))
        return store_badly

    job, _ = run(database, work)
    assert job.status is JobStatus.FAILED


def test_second_message_for_a_finished_job_does_nothing(database: Database) -> None:
    calls = []

    def work(_control: JobControl) -> StoreResult:
        calls.append(1)
        return nothing

    _, handler = run(database, work)
    runner = JobRunner(
        database, SystemClock(), timedelta(seconds=15), {JobKind.RENDER: lambda: handler}, lambda _jobs: None
    )
    runner.run("job_1", "again")
    assert calls == [1]


def test_following_jobs_are_sent_only_after_they_are_committed(database: Database) -> None:
    clock = SystemClock()
    seen_when_sent: list[JobStatus] = []

    def follow_up(session: Session) -> Sequence[Job]:
        return [store.create(session, "job_2", JobKind.RENDER, "campaign_1", {}, clock.now())]

    def send(jobs: Iterable[Job]) -> None:
        for job in jobs:
            with database.transaction() as session:
                seen_when_sent.append(store.get(session, job.job_id).status)

    handler = Handler(lambda _control: follow_up)
    with database.transaction() as session:
        store.create(session, "job_1", JobKind.RENDER, "campaign_1", {}, clock.now())
    JobRunner(database, clock, timedelta(seconds=15), {JobKind.RENDER: lambda: handler}, send).run("job_1", "test")
    assert seen_when_sent == [JobStatus.QUEUED]


class Untellable(Handler):
    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        super().on_unfinished(session, job, status, error)
        if job.job_id == "job_1":
            session.execute(text("SELECT no_such_column"))


def test_one_job_that_cannot_be_told_of_does_not_keep_others_from_ending(database: Database) -> None:
    clock, handler = SystemClock(), Untellable(lambda _control: nothing)
    runner = JobRunner(database, clock, timedelta(seconds=15), {JobKind.RENDER: lambda: handler}, lambda _jobs: None)
    with database.transaction() as session:
        for job_id in ("job_1", "job_2"):
            store.create(session, job_id, JobKind.RENDER, "campaign_1", {}, clock.now())
            store.claim(session, job_id, "dead", clock.now(), timedelta(seconds=15))
        session.execute(text("UPDATE jobs SET crashes = 2, lease_expires_at = now() - interval '1 minute'"))
    runner.reap()
    assert len(handler.ended) == 2
    with database.transaction() as session:
        assert [store.get(session, job_id).status for job_id in ("job_1", "job_2")] == [JobStatus.FAILED] * 2
