"""An account's results -> its own models -> a trial against what answers now -> promotion, as a job."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobStatus
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.lesson_files import LessonFiles
from geminivideo.flows.measured_ads import measured_ads
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.account import store as lessons
from geminivideo.oracle.account.history import MeasuredAd
from geminivideo.oracle.account.learning import Teacher
from geminivideo.oracle.account.lesson import Lesson
from geminivideo.oracle.account.past_trials import PastTrials
from geminivideo.oracle.artifacts import sha256_of, unpack
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import Candidate
from geminivideo.oracle.serving import ServingModels
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training_process import train_apart


@dataclass(frozen=True, slots=True)
class _Taught:
    """`against` answered when the lesson began; `broken` is the champion in whose place, if it is not one itself."""

    lesson: Lesson
    candidate: Candidate | None
    against: str
    broken: str | None


class AccountLearning:
    def __init__(
        self,
        database: Database,
        storage: ObjectStorage,
        clock: Clock,
        scratch: Path,
        models: ServingModels,
    ) -> None:
        self._database = database
        self._files = LessonFiles(storage, clock)
        self._clock = clock
        self._scratch = scratch
        self._models = models

    def run(self, control: JobControl) -> StoreResult:
        account_id = control.job.subject_id
        self._files.remove(control.job, control.job.attempt - 1)  # none of those completed
        with self._database.transaction() as session:
            ads = measured_ads(session, account_id)
        self._models.look_again()  # another job may have promoted a model a moment ago
        taught = [self._taught(name, ads, control) for name in ModelName]
        return lambda session: self._save(session, control.job, taught)

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None:
        """Who waits reads the job itself."""

    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:  # noqa: ARG002 - as the protocol names them
        """What failed stands in the job; models answer as before."""
        self._files.remove(job, job.attempt)

    def _taught(self, name: ModelName, ads: Sequence[MeasuredAd], control: JobControl) -> _Taught:
        account_id = control.job.subject_id
        champion, base = self._models.model_for(name, account_id), self._models.model_for(name)
        past, broken = self._known_of(name, account_id, champion.model_id)
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch) as folder:
            teacher = Teacher(
                name=name,
                base=base.model,
                champion=champion.model,
                train=lambda dataset: self._train(name, dataset, Path(folder), control),
                today=self._clock.now().date(),
                rng=np.random.default_rng(_seed(name, account_id)),
                report=lambda words: control.progress(f"{name}: {words}", 50.0),
                past=past,
            )
            lesson = teacher.learn(ads)
            control.check()  # what another attempt has taken over is not to be stored any more
            return _Taught(lesson, self._files.store(control.job, lesson, Path(folder)), champion.model_id, broken)

    def _known_of(self, name: ModelName, account_id: str, answering: str) -> tuple[PastTrials, str | None]:
        """The trials that the answering model stood, and the champion in whose place it answers."""
        with self._database.transaction() as session:
            past = lessons.past_trials(session, account_id, name, answering)
            champion = registry.champion_for(session, name, account_id)
        stands_in = champion is not None and champion.model_id in self._models.problems
        return past, champion.model_id if champion and stands_in else None

    def _train(self, name: ModelName, dataset: Dataset, folder: Path, control: JobControl) -> TrainedModel:
        seed, check = _seed(name, ""), control.check
        archive = train_apart(name, dataset, seed, folder, lambda line: control.progress(line, 50.0), check=check)
        return unpack(archive, sha256_of(archive), folder)

    def _save(self, session: Session, job: Job, taught: Sequence[_Taught]) -> Iterable[Job]:
        now = self._clock.now()
        for one in taught:
            lesson, model_id = self._registered(session, one)
            lessons.keep(session, job.subject_id, job.job_id, lesson, model_id, now)
        return ()

    def _registered(self, session: Session, taught: _Taught) -> tuple[Lesson, str | None]:
        lesson = taught.lesson
        if taught.candidate is None:
            return lesson, None
        model_id = registry.register(session, taught.candidate, lesson.words).model_id
        if lesson.trial is not None and not lesson.promote:
            promotion.keep_trial(session, model_id, lesson.trial, taught.against)
            return lesson, model_id
        return self._crowned(session, model_id, taught), model_id

    def _crowned(self, session: Session, model_id: str, taught: _Taught) -> Lesson:
        """The new model in the champion's place, unless a person or another job put a model there meanwhile."""
        lesson, now = taught.lesson, self._clock.now()
        try:
            if lesson.trial is None:
                replaced = taught.broken or taught.against
                promotion.promote_in_place_of(session, replaced, model_id, lesson.words, now)
            else:
                promotion.promote_by_trial(session, model_id, lesson.trial, taught.against, now, taught.broken)
        except ConflictError as error:
            return replace(lesson, words=f"{lesson.words}. {error.cause}", promote=False)
        return lesson


def _seed(name: ModelName, account_id: str) -> int:
    """The same ads make the same models."""
    return zlib.crc32(f"{name} {account_id}".encode())
