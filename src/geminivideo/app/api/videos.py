"""Routes of one video: its plan and pictures, and what can be made of it."""

from fastapi import APIRouter, Response

from geminivideo.app.api.answers.renders import queued_answer, variants_answer
from geminivideo.app.api.answers.videos import previews_answer
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.plans import CaptionsRequest
from geminivideo.app.api.schemas.renders import RenderAnswer
from geminivideo.app.api.schemas.variants import VariantsAnswer, VariantsRequest
from geminivideo.app.api.schemas.videos import FullRenderRequest, PreviewsAnswer
from geminivideo.core.database import Database
from geminivideo.core.jobs.model import Job
from geminivideo.core.jobs.runner import Send
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.variant_rendering import VideoQueue
from geminivideo.rendering import store as videos
from geminivideo.rendering.plan.edit_plan import EditPlan


class VideoRoutes:
    def __init__(self, database: Database, storage: ObjectStorage, queue: VideoQueue, send: Send) -> None:
        self._database = database
        self._storage = storage
        self._queue = queue
        self._send = send

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/pipeline/videos/{video_id}", tags=["rendering"])
        add = router.add_api_route
        add("/plan", self.plan, methods=["GET"], response_model=EditPlan, summary="A video's edit plan")
        add("/previews", self.previews, methods=["GET"], summary="Pictures that show a video")
        add(
            "/captions",
            self.captions,
            methods=["PUT"],
            status_code=202,
            summary="Render a video again with edited captions",
        )
        add(
            "/render",
            self.in_full,
            methods=["POST"],
            status_code=202,
            summary="Render a preview's plan in full, exactly as it is",
        )
        add(
            "/variants",
            self.variants,
            methods=["POST"],
            status_code=202,
            summary="Render a video with other hooks, music, captions or another button",
        )
        return router

    def plan(self, video_id: GivenId) -> Response:
        with self._database.transaction() as session:
            video = videos.get(session, video_id)
        with self._storage.local_copy(video.plan_key) as path:
            return Response(path.read_bytes(), media_type="application/json")

    def previews(self, video_id: GivenId) -> PreviewsAnswer:
        with self._database.transaction() as session:
            video = videos.get(session, video_id)
        return previews_answer(video, self._storage)

    def captions(self, video_id: GivenId, request: CaptionsRequest) -> RenderAnswer:
        with self._database.transaction() as session:
            job = self._queue.captioned(session, video_id, request.srt, request.quality, preview=request.preview)
        return self._sent(job)

    def in_full(self, video_id: GivenId, request: FullRenderRequest) -> RenderAnswer:
        with self._database.transaction() as session:
            job = self._queue.in_full(session, video_id, request.quality)
        return self._sent(job)

    def variants(self, video_id: GivenId, request: VariantsRequest) -> VariantsAnswer:
        with self._database.transaction() as session:
            queued = self._queue.variants(session, video_id, request)
        self._send([variant.job for variant in queued])
        return variants_answer(video_id, queued)

    def _sent(self, job: Job) -> RenderAnswer:
        self._send([job])
        return queued_answer(job.subject_id, [job])
