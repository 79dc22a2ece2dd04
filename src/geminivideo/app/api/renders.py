"""Render routes: queue winners, follow and steer their jobs, list the videos."""

from fastapi import APIRouter, Response

from geminivideo.app.api.answers import job_answer, previews_answer, video_answer, websocket_url
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas import (
    CaptionsRequest,
    JobAnswer,
    PlanRequest,
    PreviewsAnswer,
    QueuedJob,
    RenderAnswer,
    RenderRequest,
    VideosAnswer,
)
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind, JobStatus
from geminivideo.core.jobs.runner import Send
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.creative import store as campaigns
from geminivideo.flows.plan_rendering import PlanQueue
from geminivideo.flows.winner_rendering import RenderQueue
from geminivideo.rendering import store as videos
from geminivideo.rendering.captions.edited import with_captions
from geminivideo.rendering.plan.edit_plan import EditPlan


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
        add(
            "/videos/{video_id}/plan",
            self.plan,
            methods=["GET"],
            response_model=EditPlan,
            summary="A video's edit plan",
        )
        add(
            "/videos/{video_id}/captions",
            self.captions,
            methods=["PUT"],
            status_code=202,
            summary="Render a video again with edited captions",
        )
        add("/campaign/{campaign_id}/videos", self.videos, methods=["GET"], summary="A campaign's finished videos")
        add(
            "/videos/{video_id}/previews",
            self.previews,
            methods=["GET"],
            summary="Pictures that show a video",
        )
        add("/jobs/{job_id}", self.job, methods=["GET"], summary="A render job")
        add("/jobs/{job_id}/cancel", self.cancel, methods=["POST"], summary="Stop a render job")
        add("/jobs/{job_id}/retry", self.retry, methods=["POST"], summary="Queue a failed or cancelled job again")
        return router

    def render(self, request: RenderRequest) -> RenderAnswer:
        options = request.model_dump(mode="json", exclude={"campaign_id", "blueprint_ids"}, exclude_none=True)
        with self._database.transaction() as session:
            queued = self._queue.queue(session, request.campaign_id, request.blueprint_ids, options)
        self._send(queued)
        return _queued(request.campaign_id, queued)

    def render_plan(self, request: PlanRequest) -> RenderAnswer:
        with self._database.transaction() as session:
            job = self._plans.queue(session, request.plan, request.quality, request.campaign_id)
        self._send([job])
        return _queued(job.subject_id, [job])

    def plan(self, video_id: GivenId) -> Response:
        with self._database.transaction() as session:
            video = videos.get(session, video_id)
        with self._storage.local_copy(video.plan_key) as path:
            return Response(path.read_bytes(), media_type="application/json")

    def captions(self, video_id: GivenId, request: CaptionsRequest) -> RenderAnswer:
        with self._database.transaction() as session:
            video = videos.get(session, video_id)
            with self._storage.local_copy(video.plan_key) as path:
                plan = EditPlan.model_validate_json(path.read_bytes())
            edited = with_captions(plan, request.srt).model_dump(mode="json")
            job = self._plans.queue(session, edited, request.quality or video.quality, video.campaign_id)
        self._send([job])
        return _queued(job.subject_id, [job])

    def videos(self, campaign_id: GivenId) -> VideosAnswer:
        with self._database.transaction() as session:
            campaigns.get_campaign(session, campaign_id)
            made = videos.of_campaign(session, campaign_id)
        answers = [video_answer(video, self._storage) for video in made]
        return VideosAnswer(campaign_id=campaign_id, total_videos=len(answers), videos=answers)

    def previews(self, video_id: GivenId) -> PreviewsAnswer:
        with self._database.transaction() as session:
            video = videos.get(session, video_id)
        return previews_answer(video, self._storage)

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


def _queued(campaign_id: str, queued: list[Job]) -> RenderAnswer:
    return RenderAnswer(
        campaign_id=campaign_id,
        jobs=[QueuedJob(job_id=j.job_id, blueprint_id=j.payload["blueprint_id"], status=j.status) for j in queued],
        websocket_url=websocket_url(campaign_id),
    )


def _render_job(job: Job) -> Job:
    if job.kind is not JobKind.RENDER:
        raise NotFoundError(
            f"{job.job_id} is not a render job.", next_step="use a job_id of POST /pipeline/render-winners"
        )
    return job
