"""The files of models that lessons made: each under its job and attempt, so that what a dead attempt left is known."""

from pathlib import Path

import structlog

from geminivideo.core.clock import Clock
from geminivideo.core.jobs.model import Job
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle.account.lesson import Lesson
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.champions import store_as
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import Candidate

_log = structlog.get_logger(__name__)


class LessonFiles:
    """Files are stored first, and named by the registry with the end of their job. So no model of an attempt that did
    not complete its job is ever registered, and its files can go.
    """

    def __init__(self, storage: ObjectStorage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def store(self, job: Job, lesson: Lesson, folder: Path) -> Candidate | None:
        """None for a lesson without a model; `folder` is for this lesson alone."""
        if lesson.model is None:
            return None
        archive = folder / "account.zip"
        pack(lesson.model, archive, folder)
        key = _key(lesson.name, job, job.attempt)
        return store_as(key, lesson.name, archive, self._storage, self._clock, job.subject_id)

    def remove(self, job: Job, attempts: int) -> None:
        """Those of the job's first `attempts`. One that cannot be removed stays: it keeps no account from learning."""
        try:
            for attempt in range(1, attempts + 1):
                for name in ModelName:
                    self._storage.delete(_key(name, job, attempt))
        except Exception:  # noqa: BLE001 - whatever a storage raises
            _log.warning("files of models stay behind", job_id=job.job_id, attempts=attempts, exc_info=True)


def _key(name: ModelName, job: Job, attempt: int) -> str:
    return f"models/{name}/{job.job_id}-{attempt}.zip"
