"""The `jobs` table: every change of state is one guarded UPDATE, so that two workers can never both win."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Index, Update, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from geminivideo.core.database import Base
from geminivideo.core.errors import CancelledError, ConflictError, NotFoundError, ProcessingError
from geminivideo.core.jobs.model import Job, JobKind, JobStatus, LeaseLostError, Reaped, problem

MAX_CRASHES = 3
# A queued job whose message may have been lost with the broker is sent again after this long.
RESEND_AFTER = timedelta(seconds=120)


class JobRow(Base):
    __tablename__ = "jobs"
    __table_args__ = (
        Index("jobs_subject_idx", "subject_id", "kind"),
        Index("jobs_open_idx", "status", postgresql_where=text("status IN ('queued', 'running')")),
    )

    job_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str] = mapped_column(default=JobStatus.QUEUED)
    stage: Mapped[str] = mapped_column(default="queued")
    progress: Mapped[float] = mapped_column(default=0.0)
    attempt: Mapped[int] = mapped_column(default=0)
    crashes: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    lease_expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


def create(
    session: Session, job_id: str, kind: JobKind, subject_id: str, payload: Mapping[str, Any], at: datetime
) -> Job:
    row = JobRow(job_id=job_id, kind=kind, subject_id=subject_id, payload=dict(payload), created_at=at, sent_at=at)
    session.add(row)
    session.flush()
    return _job(row)


def get(session: Session, job_id: str) -> Job:
    return _job(_row(session, job_id))


def count_unfinished(session: Session, subject_id: str, kind: JobKind) -> int:
    query = select(func.count()).where(
        JobRow.subject_id == subject_id,
        JobRow.kind == kind,
        JobRow.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]),
    )
    return session.execute(query).scalar_one()


def is_queued(session: Session, subject_id: str, kind: JobKind) -> bool:
    query = select(JobRow.job_id).where(
        JobRow.subject_id == subject_id, JobRow.kind == kind, JobRow.status == JobStatus.QUEUED
    )
    return session.execute(query.limit(1)).first() is not None


def latest(session: Session, subject_id: str, kind: JobKind) -> Job | None:
    """The subject's last job of this kind."""
    query = select(JobRow).where(JobRow.subject_id == subject_id, JobRow.kind == kind)
    row = session.scalars(query.order_by(JobRow.created_at.desc(), JobRow.job_id.desc()).limit(1)).first()
    return _job(row) if row else None


def latest_payload(session: Session, subject_id: str, kind: JobKind) -> Mapping[str, Any]:
    """What the subject's last job of this kind was told; empty when it has none."""
    query = select(JobRow.payload).where(JobRow.subject_id == subject_id, JobRow.kind == kind)
    found = session.execute(query.order_by(JobRow.created_at.desc(), JobRow.job_id.desc()).limit(1))
    return found.scalar_one_or_none() or {}


def claim(session: Session, job_id: str, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """Take a queued job for `lease`; None when it is finished or somebody else is at work on it."""
    statement = (
        update(JobRow)
        .where(JobRow.job_id == job_id, JobRow.status == JobStatus.QUEUED)
        .values(
            status=JobStatus.RUNNING,
            attempt=JobRow.attempt + 1,
            worker=worker,
            lease_expires_at=now + lease,
        )
        .returning(JobRow)
    )
    row = session.scalars(statement).one_or_none()
    return _job(row) if row else None


def renew(session: Session, job: Job, now: datetime, lease: timedelta) -> None:
    """Keep the lease.

    Raises:
        CancelledError: when somebody asked for the job to stop.
        LeaseLostError: when the job has moved on to another attempt.
    """
    renewed = session.execute(
        _held(job).values(lease_expires_at=now + lease).returning(JobRow.cancel_requested)
    ).scalar_one_or_none()
    if renewed is None:
        raise _lease_lost(job)
    if renewed:
        raise _cancelled(job)


def report(session: Session, job: Job, stage: str, progress: float) -> None:
    """Store how far the job is; `progress` is 0-100."""
    _must_hold(session, job, _held(job).values(stage=stage, progress=progress))


def finish(
    session: Session, job: Job, status: JobStatus, now: datetime, error: Mapping[str, Any] | None = None
) -> None:
    """End the attempt. The caller stores what the job made in the same transaction."""
    values: dict[str, Any] = {"status": status, "error": error, "finished_at": now, "lease_expires_at": None}
    if status is JobStatus.COMPLETED:
        values |= {"progress": 100.0, "stage": "done"}
    _must_hold(session, job, _held(job).values(**values))


def hand_back(session: Session, job: Job, now: datetime) -> Job:
    """Queue the job again: its worker stops in good order, so this counts as no crash.

    Raises:
        CancelledError, LeaseLostError: as `renew`; nothing is changed then.
    """
    values = {"status": JobStatus.QUEUED, "worker": None, "lease_expires_at": None, "sent_at": now}
    row = session.scalars(_held(job).values(**values).returning(JobRow)).one_or_none()
    if row is None:
        raise _lease_lost(job)
    if row.cancel_requested:
        raise _cancelled(job)
    return _job(row)


def request_cancel(session: Session, job_id: str, now: datetime) -> Job:
    """A queued job is cancelled here and now, a running one by its worker at its next renewal."""
    row = _row(session, job_id, lock=True)
    if JobStatus(row.status).finished:
        raise ConflictError(f"The job {job_id} is already {row.status}.", next_step="there is nothing to cancel")
    row.cancel_requested = True
    if row.status == JobStatus.QUEUED:
        row.status, row.finished_at = JobStatus.CANCELLED, now
    session.flush()
    return _job(row)


def retry(session: Session, job_id: str, now: datetime) -> Job:
    row = _row(session, job_id, lock=True)
    if row.status not in {JobStatus.FAILED, JobStatus.CANCELLED}:
        raise ConflictError(
            f"The job {job_id} is {row.status}.", next_step="only a failed or cancelled job can be retried"
        )
    row.status, row.stage, row.progress, row.crashes = JobStatus.QUEUED, "queued", 0.0, 0
    row.error, row.finished_at, row.cancel_requested, row.sent_at = None, None, False, now
    session.flush()
    return _job(row)


def reap(session: Session, now: datetime) -> Reaped:
    """Free the jobs whose worker went silent, and find queued ones whose message may be lost."""
    silent = (JobRow.status == JobStatus.RUNNING) & (JobRow.lease_expires_at < now)
    unsent = (JobRow.status == JobStatus.QUEUED) & (JobRow.sent_at < now - RESEND_AFTER)
    rows = list(session.scalars(select(JobRow).where(silent | unsent).with_for_update(skip_locked=True)))
    for row in rows:
        _release(row, now)
    session.flush()
    jobs = [_job(row) for row in rows]
    return Reaped([j for j in jobs if not j.status.finished], [j for j in jobs if j.status.finished])


def _release(row: JobRow, now: datetime) -> None:
    row.sent_at = now
    if row.status == JobStatus.QUEUED:
        return
    row.crashes, row.lease_expires_at = row.crashes + 1, None
    row.status = JobStatus.QUEUED
    if row.cancel_requested:
        row.status, row.finished_at = JobStatus.CANCELLED, now
    elif row.crashes >= MAX_CRASHES:
        row.status, row.finished_at, row.error = JobStatus.FAILED, now, problem(_crashed(row.crashes))


def _crashed(times: int) -> ProcessingError:
    return ProcessingError(
        f"The worker died {times} times while it was at this job.",
        next_step="look at the worker's log for the reason, then retry the job",
    )


def _held(job: Job) -> Update:
    """An UPDATE that touches the row only while `job` is the attempt that holds it."""
    return update(JobRow).where(
        JobRow.job_id == job.job_id, JobRow.attempt == job.attempt, JobRow.status == JobStatus.RUNNING
    )


def _must_hold(session: Session, job: Job, statement: Update) -> None:
    if session.execute(statement.returning(JobRow.job_id)).first() is None:
        raise _lease_lost(job)


def _lease_lost(job: Job) -> LeaseLostError:
    return LeaseLostError(
        f"Attempt {job.attempt} no longer holds the job {job.job_id}.",
        next_step="nothing: the attempt that holds it goes on",
    )


def _cancelled(job: Job) -> CancelledError:
    return CancelledError(f"The job {job.job_id} was cancelled.", next_step="retry it when you want it after all")


def _row(session: Session, job_id: str, *, lock: bool = False) -> JobRow:
    row = session.get(JobRow, job_id, with_for_update=lock)
    if row is None:
        raise NotFoundError(
            f"There is no job {job_id!r}.",
            next_step="use a job_id as POST /pipeline/render-winners answered it",
        )
    return row


def _job(row: JobRow) -> Job:
    return Job(
        job_id=row.job_id,
        kind=JobKind(row.kind),
        subject_id=row.subject_id,
        payload=row.payload,
        status=JobStatus(row.status),
        stage=row.stage,
        progress=row.progress,
        attempt=row.attempt,
        error=row.error,
    )
