"""A worker's hold on its job: keeps the lease, learns of a cancel, and reports progress."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database, DatabaseAwayError
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.jobs import store
from geminivideo.core.jobs.model import Job, WorkerStoppingError

_log = structlog.get_logger(__name__)

# Half a second keeps "cancel stops the encoder within a second" true.
_POLL_SECONDS = 0.5
_MIN_SECONDS_BETWEEN_REPORTS = 0.5

Listener = Callable[[Session, Job, str, float], None]
Stopping = Callable[[], bool]


def never() -> bool:
    return False


class JobControl:
    """Used as a context manager around the work; `check()` and `progress()` raise when the work must stop.

    `listener` publishes progress (stage, percent) as an event, in the transaction that stores it. `stopping` says
    whether this worker is to end.
    """

    def __init__(
        self,
        job: Job,
        database: Database,
        clock: Clock,
        lease: timedelta,
        listener: Listener | None = None,
        stopping: Stopping = never,
    ) -> None:
        self.job = job
        self._database = database
        self._clock = clock
        self._lease = lease
        self._listener = listener
        self._stopping = stopping
        self._after_completion: list[Callable[[], object]] = []
        self._stop = threading.Event()
        self._reason: GeminivideoError | None = None
        self._thread = threading.Thread(target=self._keep_lease, name=f"lease-{job.job_id}", daemon=True)
        self._reported_at = float("-inf")
        self._stage = job.stage
        self._percent = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def check(self) -> None:
        """Raise CancelledError, LeaseLostError or WorkerStoppingError once the job must stop; cheap enough for any
        loop.
        """
        if self._reason is not None:
            raise self._reason
        if self._stopping():
            raise WorkerStoppingError(
                f"The worker of {self.job.job_id} was told to stop.", next_step="nothing: the job is queued again"
            )

    def progress(self, stage: str, percent: float) -> None:
        """Tell how far the job is (0-100, never backwards); reports within half a second are dropped."""
        self.check()
        self._percent = max(self._percent, min(percent, 100.0))
        now = self._clock.monotonic()
        if stage == self._stage and now - self._reported_at < _MIN_SECONDS_BETWEEN_REPORTS:
            return
        self._stage, self._reported_at = stage, now
        # A database that is away costs this report. If it stays away, the job ends by its lease, not by its progress.
        with suppress(DatabaseAwayError), self._database.transaction() as session:
            store.report(session, self.job, stage, self._percent)
            if self._listener:
                self._listener(session, self.job, stage, self._percent)

    def once_completed(self, clear_up: Callable[[], object]) -> None:
        """Call this when the result is committed: until then another attempt may need what it clears away."""
        self._after_completion.append(clear_up)

    def completed(self) -> None:
        for clear_up in self._after_completion:
            clear_up()

    def _keep_lease(self) -> None:
        while not self._stop.wait(_POLL_SECONDS) and self._reason is None:
            try:
                with self._database.transaction() as session:
                    store.renew(session, self.job, self._clock.now(), self._lease)
            except DatabaseAwayError:
                # The database may be restarting. If it stays away, the lease runs out and the next renewal fails.
                continue
            except GeminivideoError as error:
                self._reason = error
            except Exception as error:  # noqa: BLE001 - should this thread end, the work would go on without a lease
                why = str(error).partition("\n")[0]
                _log.warning("a lease could not be renewed", job_id=self.job.job_id, problem=why)
