"""Edits at the timeline of a finished video: its plan with them, or a new video rendered from it."""

from fastapi import APIRouter, Query, Response

from geminivideo.app.api.answers.renders import queued_answer
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.plans import PlanEditsRequest
from geminivideo.app.api.schemas.renders import RenderAnswer
from geminivideo.core.database import Database
from geminivideo.core.jobs.runner import Send
from geminivideo.flows.variant_rendering import VideoQueue
from geminivideo.rendering.plan.edit_plan import EditPlan


class PlanEditRoutes:
    def __init__(self, database: Database, queue: VideoQueue, send: Send) -> None:
        self._database = database
        self._queue = queue
        self._send = send

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/pipeline", tags=["rendering"])
        router.add_api_route(
            "/videos/{video_id}/plan/edits",
            self.edit,
            methods=["POST"],
            status_code=202,
            response_model=RenderAnswer,
            responses={
                200: {"model": EditPlan, "description": "With render=false: the edited plan, nothing is rendered"}
            },
            summary="Split, trim, slip, move, replace or delete clips of a video, and render it again",
        )
        return router

    def edit(
        self,
        video_id: GivenId,
        request: PlanEditsRequest,
        *,
        render: bool = Query(default=True, description="false: only answer the edited plan"),
    ) -> RenderAnswer | Response:
        if not render:
            with self._database.transaction() as session:
                plan = self._queue.edited_plan(session, video_id, request.edits)
            return Response(plan.model_dump_json(indent=1), media_type="application/json")
        with self._database.transaction() as session:
            job = self._queue.edited(session, video_id, request.edits, request.quality, preview=request.preview)
        self._send([job])
        return queued_answer(job.subject_id, [job])
