"""The job that keeps a promise of footage."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import ProcessingError, TooLargeError, UnsupportedMediaError
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobStatus
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.core.telemetry import timed_stage
from geminivideo.flows.footage_import.requests import tell_unfinished
from geminivideo.flows.footage_intake import Arrival, FootageIntake
from geminivideo.footage import store
from geminivideo.footage.imports import store as imports
from geminivideo.footage.imports.model import Fetched, FootageImport, Watch
from geminivideo.footage.intake import Admission
from geminivideo.footage.model import FootageStatus
from geminivideo.footage.uploads import UploadSpool

# Source as its row keeps it, id in the spool, watch -> the whole file. Called again after a crash, it goes on.
Fetch = Callable[[Mapping[str, Any], str, Watch], Fetched]

_PERCENT_OF_FETCHING = 97.0


class FootageImporting:
    """`fetchers` by the kind of source."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        spool: UploadSpool,
        intake: FootageIntake,
        fetchers: Mapping[str, Fetch],
    ) -> None:
        self._database = database
        self._clock = clock
        self._spool = spool
        self._intake = intake
        self._fetchers = fetchers

    def run(self, control: JobControl) -> StoreResult:
        with self._database.transaction() as session:
            promised = imports.get(session, control.job.subject_id)
        with timed_stage("footage", "import"):
            fetched = self._fetch(promised, control)
        control.progress("checking the file", _PERCENT_OF_FETCHING)
        arrival = Arrival(fetched.path, promised.footage_id, fetched.name, promised.account_id)
        admission = self._judged(arrival)
        control.once_completed(lambda: self._spool.discard(promised.footage_id))
        return lambda session: self._enter(session, admission, arrival)

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None:
        payload = {"footage_id": job.subject_id, "progress": percent, "stage": stage}
        events.append(session, job.subject_id, "footage_progress", payload, self._clock.now())

    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        """What has arrived stays for a retry, until the spool's own time for silent uploads is over."""
        tell_unfinished(session, job, status, error, self._clock)

    def _fetch(self, promised: FootageImport, control: JobControl) -> Fetched:
        fetch = self._fetchers.get(str(promised.source["kind"]))
        if fetch is None:
            raise ProcessingError(
                f"This worker knows no source of the kind {promised.source['kind']!r}.",
                next_step="run workers and gateway of the same version",
            )

        def report(stage: str, done: float) -> None:
            control.progress(stage, done * _PERCENT_OF_FETCHING)

        return fetch(promised.source, promised.footage_id, Watch(control.check, report))

    def _judged(self, arrival: Arrival) -> Admission:
        try:
            return self._intake.judge(arrival)
        except (UnsupportedMediaError, TooLargeError):  # fetched again, it would be the same file
            self._spool.discard(arrival.footage_id)
            raise

    def _enter(self, session: Session, admission: Admission, arrival: Arrival) -> Iterable[Job]:
        store.find(session, arrival.account_id, admission.sha256, lock=True)  # its analysis must not end unheard
        taken = self._intake.enter(session, admission, arrival)
        became = taken.footage.footage_id
        imports.mark_imported(session, arrival.footage_id, became)
        payload = {"footage_id": became, "known_before": became != arrival.footage_id}
        events.append(session, arrival.footage_id, "footage_imported", payload, self._clock.now())
        if taken.footage.status is FootageStatus.READY:
            ready = {"footage_id": became, "scenes": len(store.ranked_scenes(session, became))}
            events.append(session, arrival.footage_id, "footage_ready", ready, self._clock.now())
        return taken.jobs
