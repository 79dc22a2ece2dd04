"""What clients are told of a render, and of a campaign whose last one has ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.core.errors import CancelledError
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind, JobStatus, problem
from geminivideo.rendering import store as videos


def tell_started(session: Session, job: Job, now: datetime) -> None:
    payload = {"job_id": job.job_id, "blueprint_id": job.payload["blueprint_id"]}
    events.append(session, job.subject_id, "render_started", payload, now)


def tell_progress(session: Session, job: Job, stage: str, percent: float, now: datetime) -> None:
    payload = {"job_id": job.job_id, "progress": round(percent, 1), "stage": stage}
    events.append(session, job.subject_id, "render_progress", payload, now)


def tell_complete(session: Session, job: Job, url: str, now: datetime) -> None:
    payload = {"job_id": job.job_id, "download_url": url}
    events.append(session, job.subject_id, "render_complete", payload, now)
    _complete_campaign(session, job.subject_id, now)


def tell_unfinished(
    session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None, now: datetime
) -> None:
    cancelled = CancelledError(
        f"The render was {status}.", next_step=f"POST /pipeline/jobs/{job.job_id}/retry renders it after all"
    )
    payload = {"job_id": job.job_id, "error": dict(error or problem(cancelled))}
    events.append(session, job.subject_id, "render_failed", payload, now)
    _complete_campaign(session, job.subject_id, now)


def _complete_campaign(session: Session, campaign_id: str, now: datetime) -> None:
    """Say so when this was the last open render. The event just written holds the stream's row lock, so of two jobs
    that end at the same moment the second one sees the first one's end.
    """
    if jobs.count_unfinished(session, campaign_id, JobKind.RENDER) == 0:
        made = len(videos.ads_of_campaign(session, campaign_id))
        events.append(session, campaign_id, "campaign_complete", {"total_videos": made}, now)
