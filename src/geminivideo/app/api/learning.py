"""Learning from an account's results over HTTP: asking for it, and what it came to."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, status
from pydantic import BaseModel, Field

from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.core.database import Database
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind, JobStatus
from geminivideo.flows.learning_requests import LearningRequests
from geminivideo.oracle.account import store as lessons
from geminivideo.oracle.account.store import LessonRecord

Account = Annotated[str, Path(pattern=ACCOUNT_PATTERN)]


class LearningJob(BaseModel):
    job_id: str
    status: JobStatus
    stage: str
    error: Mapping[str, Any] | None

    @classmethod
    def of(cls, job: Job) -> "LearningJob":
        return cls(job_id=job.job_id, status=job.status, stage=job.stage, error=job.error)


class Learning(BaseModel):
    account_id: str
    job: LearningJob | None = Field(description="the last look at the account's results; null: there was none")
    lessons: list[LessonRecord] = Field(description="by model, what the last look that ended well came to")


class LearningRoutes:
    def __init__(self, database: Database, requests: LearningRequests) -> None:
        self._database = database
        self._requests = requests

    def router(self) -> APIRouter:
        router = APIRouter(tags=["learning"], prefix="/api/ml/accounts/{account_id}")
        router.post(
            "/learn",
            status_code=status.HTTP_202_ACCEPTED,
            summary="Fit models to the account's results, and let them answer where they forecast better",
        )(self.learn)
        router.get("/learning", summary="What the account's results taught")(self.learning)
        return router

    def learn(self, account_id: Account) -> Learning:
        self._requests.ask([account_id])
        return self.learning(account_id)

    def learning(self, account_id: Account) -> Learning:
        with self._database.transaction() as session:
            job = jobs.latest(session, account_id, JobKind.LEARN)
            known = lessons.latest(session, account_id)
        return Learning(account_id=account_id, job=LearningJob.of(job) if job else None, lessons=known)
