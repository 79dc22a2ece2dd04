"""Promising footage, and taking the promise back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.core.clock import Clock
from geminivideo.core.errors import CancelledError, ProcessingError
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind, JobStatus, problem
from geminivideo.footage.imports import store as imports
from geminivideo.footage.imports.model import FootageImport, ImportStatus


class FootageImports:
    def __init__(self, clock: Clock, ids: IdSource) -> None:
        self._clock = clock
        self._ids = ids

    def begin(self, session: Session, source: Mapping[str, Any], account_id: str) -> tuple[FootageImport, Job]:
        """Promise the footage; the job, to be sent after the commit, fetches it."""
        footage_id, now = self._ids.new("footage"), self._clock.now()
        job = jobs.create(session, self._ids.new("job"), JobKind.IMPORT, footage_id, {}, now)
        promised = FootageImport(
            footage_id=footage_id,
            account_id=account_id,
            job_id=job.job_id,
            source=dict(source),
            status=ImportStatus.IMPORTING,
            created_at=now,
        )
        imports.create(session, promised)
        return promised, job

    def cancel(self, session: Session, footage_id: str) -> FootageImport:
        """Stop an import: one that waits at once, one that runs within a second.

        Raises:
            NotFoundError: when no import has this id.
            ConflictError: when it has ended.
        """
        job = jobs.request_cancel(session, imports.get(session, footage_id).job_id, self._clock.now())
        if job.status is JobStatus.CANCELLED:  # it was still queued, so no worker will tell
            tell_unfinished(session, job, JobStatus.CANCELLED, None, self._clock)
        return imports.get(session, footage_id)

    def retry(self, session: Session, footage_id: str) -> tuple[FootageImport, Job]:
        """Queue a failed or cancelled import again; what had arrived of it is not fetched twice.

        Raises:
            NotFoundError, ConflictError: as `cancel`.
        """
        job = jobs.retry(session, imports.get(session, footage_id).job_id, self._clock.now())
        imports.mark_importing(session, footage_id)
        return imports.get(session, footage_id), job


def tell_unfinished(
    session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None, clock: Clock
) -> None:
    """Store and tell that an import failed or was cancelled."""
    cancelled = CancelledError(
        "The import was cancelled.", next_step="import the file again when you want it after all"
    )
    why = error or problem(cancelled)
    ended = ImportStatus.CANCELLED if status is JobStatus.CANCELLED else ImportStatus.FAILED
    imports.mark_ended(session, job.subject_id, ended, ProcessingError(why["detail"], next_step=why["next_step"]))
    payload = {"footage_id": job.subject_id, "error": dict(why)}
    events.append(session, job.subject_id, "footage_failed", payload, clock.now())
