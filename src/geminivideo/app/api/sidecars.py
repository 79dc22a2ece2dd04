"""Routes of the sidecar: what an analysis found, to be read, corrected and given back."""

from fastapi import APIRouter, Response

from geminivideo.app.api.answers.streams import websocket_url
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.sidecars import AnalysisAnswer, AnalyzeRequest, GivenSidecar
from geminivideo.core.jobs.runner import Send
from geminivideo.flows.footage_correcting import FootageCorrecting, Queued
from geminivideo.footage.sidecar.document import SidecarDocument
from geminivideo.footage.sidecar.writing import as_text


class SidecarRoutes:
    def __init__(self, correcting: FootageCorrecting, send: Send) -> None:
        self._correcting = correcting
        self._send = send

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/video/{footage_id}", tags=["footage"])
        add = router.add_api_route
        add(
            "/sidecar",
            self.sidecar,
            methods=["GET"],
            response_model=SidecarDocument,
            summary="The analysis as one document that a person can read and correct",
        )
        add(
            "/sidecar",
            self.correct,
            methods=["PUT"],
            status_code=202,
            summary="Take back a corrected document; the footage is analysed again with the corrections on top",
        )
        add("/analyze", self.analyze, methods=["POST"], status_code=202, summary="Analyse footage again")
        return router

    def sidecar(self, footage_id: GivenId) -> Response:
        return Response(as_text(self._correcting.sidecar(footage_id)), media_type="application/json")

    def correct(self, footage_id: GivenId, document: GivenSidecar) -> AnalysisAnswer:
        return self._answer(self._correcting.correct(footage_id, document))

    def analyze(self, footage_id: GivenId, request: AnalyzeRequest) -> AnalysisAnswer:
        return self._answer(self._correcting.analyze(footage_id, force=request.force))

    def _answer(self, queued: Queued) -> AnalysisAnswer:
        self._send(queued.jobs)
        return AnalysisAnswer(
            footage_id=queued.footage.footage_id,
            status="unchanged" if queued.after is None else "queued",
            websocket_url=websocket_url(queued.footage.footage_id),
            after=queued.after,
        )
