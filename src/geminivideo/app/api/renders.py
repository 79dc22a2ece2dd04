"""Render routes: queue winners, follow and steer their jobs, list the videos."""

from fastapi import APIRouter

from geminivideo.app.api.answers.renders import job_answer, queued_answer
from geminivideo.app.api.answers.videos import video_answer
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.plans import PlanRequest
from geminivideo.app.api.schemas.renders import JobAnswer, RenderAnswer, RenderRequest
from geminivideo.app.api.schemas.videos import VideosAnswer
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind, JobStatus
from geminivideo.core.jobs.runner import Send
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.creative import store as campaigns
from geminivideo.flows.plan_rendering import PlanQueue
from geminivideo.flows.winner_rendering.queueing import RenderQueue
from geminivideo.rendering import store as videos


class RenderRoutes:
    def __init__(
        self,
        database: Database,
        storage: ObjectStorage,
        clock: Clock,
        queue: RenderQueue,
        plans: PlanQueue,
        send: Send,
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._queue = queue
        self._plans = plans
        self._send = send

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/pipeline", tags=["rendering"])
        add = router.add_api_route
        add("/render-winners", self.render, methods=["POST"], status_code=202, summary="Render the best blueprints")
        add("/render-plan", self.render_plan, methods=["POST"], status_code=202, summary="Render an edit plan")
        add("/campaign/{campaign_id}/videos", self.videos, methods=["GET"], summary="A campaign's finished videos")
        add("/jobs/{job_id}", self.job, methods=["GET"], summary="A render job")
        add("/jobs/{job_id}/cancel", self.cancel, methods=["POST"], summary="Stop a render job")
        add("/jobs/{job_id}/retry", self.retry, methods=["POST"], summary="Queue a failed or cancelled job again")
        return router

    def render(self, request: RenderRequest) -> RenderAnswer:
        options = request.model_dump(mode="json", exclude={"campaign_id", "blueprint_ids"}, exclude_none=True)
        with self._database.transaction() as session:
            queued = self._queue.queue(session, request.campaign_id, request.blueprint_ids, options)
        self._send(queued)
        return queued_answer(request.campaign_id, queued)

    def render_plan(self, request: PlanRequest) -> RenderAnswer:
        with self._database.transaction() as session:
            plan = request.plan
            if request.edits:
                edited = self._plans.edit(session, plan, request.edits, request.campaign_id)
                plan = edited.model_dump(mode="json")
            job = self._plans.queue(session, plan, request.quality, request.campaign_id, preview=request.preview)
        self._send([job])
        return queued_answer(job.subject_id, [job])

    def videos(self, campaign_id: GivenId) -> VideosAnswer:
        with self._database.transaction() as session:
            campaigns.get_campaign(session, campaign_id)
            made = videos.of_campaign(session, campaign_id)
        answers = [video_answer(video, self._storage) for video in made]
        return VideosAnswer(campaign_id=campaign_id, total_videos=len(answers), videos=answers)

    def job(self, job_id: GivenId) -> JobAnswer:
        with self._database.transaction() as session:
            return job_answer(_render_job(jobs.get(session, job_id)))

    def cancel(self, job_id: GivenId) -> JobAnswer:
        with self._database.transaction() as session:
            _render_job(jobs.get(session, job_id))
            job = jobs.request_cancel(session, job_id, self._clock.now())
            if job.status is JobStatus.CANCELLED:  # it was still queued, so no worker will tell
                self._queue.tell_cancelled(session, job)
        return job_answer(job)

    def retry(self, job_id: GivenId) -> JobAnswer:
        with self._database.transaction() as session:
            _render_job(jobs.get(session, job_id))
            job = jobs.retry(session, job_id, self._clock.now())
        self._send([job])
        return job_answer(job)


def _render_job(job: Job) -> Job:
    if job.kind is not JobKind.RENDER:
        raise NotFoundError(
            f"{job.job_id} is not a render job.", next_step="use a job_id of POST /pipeline/render-winners"
        )
    return job
