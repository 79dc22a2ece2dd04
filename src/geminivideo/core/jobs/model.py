"""What a job is, apart from where it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geminivideo.core.errors import GeminivideoError


class JobKind(StrEnum):
    GENERATE = "generate"
    ANALYZE = "analyze"
    RENDER = "render"
    IMPORT = "import"
    LEARN = "learn"


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        return self not in {JobStatus.QUEUED, JobStatus.RUNNING}


@dataclass(frozen=True, slots=True)
class Job:
    job_id: str
    kind: JobKind
    subject_id: str
    payload: Mapping[str, Any]
    status: JobStatus
    stage: str
    progress: float
    attempt: int
    error: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Reaped:
    """What a look at the leases found: jobs to send again, and jobs that ended without their worker."""

    resend: list[Job]
    ended: list[Job]


class LeaseLostError(GeminivideoError):
    """Another worker holds the job now; this one must stop and write nothing more."""

    slug = "lease-lost"
    title = "The job went to another worker"


class WorkerStoppingError(GeminivideoError):
    """This worker is told to end in good order; it hands the job back before it is done."""

    slug = "worker-stopping"
    title = "The worker stops"


def problem(error: GeminivideoError) -> dict[str, Any]:
    """An error as a job, an event and a problem document (RFC 9457) show it."""
    return {
        "type": f"urn:geminivideo:problem:{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": error.cause,
        "next_step": error.next_step,
    }
