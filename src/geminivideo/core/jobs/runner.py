"""Running a claimed job to one of its ends, whatever happens inside it."""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol, TypeVar

import structlog
from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database, DatabaseAwayError
from geminivideo.core.errors import CancelledError, GeminivideoError, ProcessingError
from geminivideo.core.jobs import store
from geminivideo.core.jobs.control import JobControl, Stopping, never
from geminivideo.core.jobs.model import Job, JobKind, JobStatus, LeaseLostError, WorkerStoppingError, problem
from geminivideo.core.metrics import JOBS_FINISHED, JOBS_REAPED

_log = structlog.get_logger(__name__)
_PAUSE_SECONDS = 0.2

T = TypeVar("T")
Send = Callable[[Iterable[Job]], None]
StoreResult = Callable[[Session], Iterable[Job]]
"""Stores what a job made, and gives the jobs that follow from it; they are sent once all is committed."""


class JobHandler(Protocol):
    """What a kind of job does. All three may write to the database; only `run` may take long."""

    def run(self, control: JobControl) -> StoreResult:
        """Do the work and answer with what stores its result, in the transaction that completes the job."""
        ...

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None: ...

    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        """The job failed or was cancelled."""
        ...


class JobRunner:
    """`handlers` make what does the work, cheaply: what is heavy, they load when they run. `send` tells workers of
    jobs that are queued; it is called after the transaction that queued them.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        lease: timedelta,
        handlers: Mapping[JobKind, Callable[[], JobHandler]],
        send: Send,
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease
        self._handlers = handlers
        self._send = send

    def run(self, job_id: str, worker: str, stopping: Stopping = never) -> None:
        """Claim and work; a message for a job that is finished or in other hands does nothing. Once `stopping` says
        so, the job is handed back for another worker.
        """
        job = self._patiently(lambda: self._claim(job_id, worker))
        if job is None:
            return
        structlog.contextvars.bind_contextvars(job_id=job.job_id, job_kind=job.kind, subject_id=job.subject_id)
        try:
            self._work(job, stopping)
        except LeaseLostError:
            _log.warning("job went to another worker", attempt=job.attempt)
        except DatabaseAwayError as error:
            _log.warning("job is left to its lease", attempt=job.attempt, cause=error.cause)
        finally:
            structlog.contextvars.unbind_contextvars("job_id", "job_kind", "subject_id")

    def reap(self) -> None:
        """Free the jobs of dead workers, and send again what has to be."""
        with self._database.transaction() as session:
            reaped = store.reap(session, self._clock.now())
            for job in reaped.ended:
                self._tell_ended(session, job)
        for job in [*reaped.resend, *reaped.ended]:
            JOBS_REAPED.labels(job.kind).inc()
            _log.warning("job freed", job_id=job.job_id, status=job.status, attempt=job.attempt)
        self._send(reaped.resend)

    def _tell_ended(self, session: Session, job: Job) -> None:
        try:
            with session.begin_nested():
                self._handlers[job.kind]().on_unfinished(session, job, job.status, job.error)
        except Exception:  # noqa: BLE001 - one job that cannot be told of must not keep all others from being freed
            _log.exception("the end of a job could not be told", job_id=job.job_id)

    def _claim(self, job_id: str, worker: str) -> Job | None:
        with self._database.transaction() as session:
            return store.claim(session, job_id, worker, self._clock.now(), self._lease)

    def _work(self, job: Job, stopping: Stopping) -> None:
        handler = self._handlers[job.kind]()
        try:
            with JobControl(job, self._database, self._clock, self._lease, handler.on_progress, stopping) as control:
                store_result = handler.run(control)
            self._complete(job, store_result)
            control.completed()
        except (LeaseLostError, DatabaseAwayError):
            raise
        except WorkerStoppingError:
            self._hand_back_or_cancel(job)
        except CancelledError:
            self._end(job, JobStatus.CANCELLED, None)
        except GeminivideoError as error:
            _log.warning("job failed", cause=error.cause)
            self._end(job, JobStatus.FAILED, problem(error))
        except Exception as error:  # noqa: BLE001 - the edge of a job: whatever it is, it must not stay "running"
            _log.exception("job failed unexpectedly")
            self._end(job, JobStatus.FAILED, problem(_unexpected(error)))

    def _complete(self, job: Job, store_result: StoreResult) -> None:
        def complete() -> list[Job]:
            with self._database.transaction() as session:
                store.finish(session, job, JobStatus.COMPLETED, self._clock.now())
                return list(store_result(session))

        self._send(self._patiently(complete))
        JOBS_FINISHED.labels(job.kind, JobStatus.COMPLETED).inc()
        _log.info("job completed")

    def _hand_back_or_cancel(self, job: Job) -> None:
        """A cancel may have come since the last renewal of the lease."""
        try:
            self._hand_back(job)
        except CancelledError:
            self._end(job, JobStatus.CANCELLED, None)

    def _hand_back(self, job: Job) -> None:
        def hand_back() -> Job:
            with self._database.transaction() as session:
                return store.hand_back(session, job, self._clock.now())

        self._send([self._patiently(hand_back)])
        _log.info("job handed back: this worker stops")

    def _end(self, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        def end() -> None:
            with self._database.transaction() as session:
                store.finish(session, job, status, self._clock.now(), error)
                self._handlers[job.kind]().on_unfinished(session, job, status, error)

        self._patiently(end)
        JOBS_FINISHED.labels(job.kind, status).inc()

    def _patiently(self, transact: Callable[[], T]) -> T:
        """Again while the database is away, for as long as the lease may last: one that restarts is soon back."""
        deadline = self._clock.monotonic() + self._lease.total_seconds()
        while True:
            try:
                return transact()
            except DatabaseAwayError:
                if self._clock.monotonic() > deadline:
                    raise
            time.sleep(_PAUSE_SECONDS)


def _unexpected(error: Exception) -> ProcessingError:
    return ProcessingError(
        f"An unforeseen {type(error).__name__} stopped the job.",
        next_step="look at the worker's log; retry the job, and report it if it comes again",
    )
