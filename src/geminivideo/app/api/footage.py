"""Footage routes: streamed and resumable uploads, and what was found in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from geminivideo.app.api.answers.footage import footage_answer, promised_answer, receiving_answer, taken_in_answer
from geminivideo.app.api.answers.footage_search import search_answer
from geminivideo.app.api.content_range import ContentRange, parse_content_range
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.multipart import VideoForm
from geminivideo.app.api.schemas.footage import FootageAnswer, UploadAnswer
from geminivideo.app.api.schemas.footage_search import SearchAnswer, SearchRequest
from geminivideo.app.api.upload_form import account_of, campaign_request_of, spoken_language_of
from geminivideo.core.database import Database
from geminivideo.core.errors import InvalidInputError, NotFoundError, TooLargeError, UnsupportedMediaError
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs.runner import Send
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.footage_intake import Arrival, FootageIntake, TakenIn
from geminivideo.flows.footage_search import FootageSearch
from geminivideo.footage import store
from geminivideo.footage.imports import store as imports
from geminivideo.footage.labels import label_from
from geminivideo.footage.model import Footage
from geminivideo.footage.uploads import UploadSpool

_UPLOAD_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["video"],
                    "properties": {
                        "video": {"type": "string", "format": "binary"},
                        "account_id": {"type": "string"},
                        "generate": {"type": "boolean", "default": False},
                        "spoken_language": {
                            "type": "string",
                            "example": "pt-BR",
                            "description": "what is spoken in the video (BCP 47); empty: GEMINIVIDEO_FOOTAGE_LANGUAGE",
                        },
                    },
                    "additionalProperties": {"type": "string", "description": "with generate: the brief's fields"},
                }
            }
        },
    },
    "parameters": [
        {
            "name": "Content-Range",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "example": "bytes 0-4194303/10000000"},
            "description": "for uploads in parts; `bytes */TOTAL` asks how much has arrived. Where all has and the"
            " status is still receiving, the last part sent again completes the upload",
        }
    ],
}


@dataclass(frozen=True, slots=True)
class FootageParts:
    """What the footage routes work with."""

    database: Database
    storage: ObjectStorage
    spool: UploadSpool
    intake: FootageIntake
    ids: IdSource
    send: Send
    search: FootageSearch


@dataclass(frozen=True, slots=True)
class Progress:
    """An upload that goes on."""

    upload_id: str
    received: int


class FootageRoutes:
    def __init__(self, parts: FootageParts) -> None:
        self._parts = parts

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/video", tags=["footage"])
        router.add_api_route(
            "/upload",
            self.upload,
            methods=["POST"],
            status_code=202,
            openapi_extra=_UPLOAD_BODY,
            summary="Upload footage, whole or in parts; its analysis begins when it is complete",
        )
        # Before the route of an id, which would take `search` for one.
        router.add_api_route("/search", self.search, methods=["GET"], summary="Find scenes by what is in them")
        router.add_api_route("/{footage_id}", self.footage, methods=["GET"], summary="Footage and its ranked scenes")
        return router

    async def upload(
        self,
        request: Request,
        footage_id: Annotated[str | None, Query(max_length=80, description="to go on with an upload in parts")] = None,
    ) -> UploadAnswer:
        part = _content_range(request, footage_id)
        asked = part is not None and part.start is None
        form = None if asked else VideoForm(request)  # a wrong form is refused before anything is begun
        stands = await to_thread.run_sync(self._begin, footage_id, part)
        if isinstance(stands, UploadAnswer) or form is None:
            return stands if isinstance(stands, UploadAnswer) else receiving_answer(stands.upload_id, stands.received)
        async with self._cleared_up(stands.upload_id, resumable=footage_id is not None):
            received = await self._receive(form, stands, part)
            if part and received < part.total:
                return receiving_answer(stands.upload_id, received)
            return await to_thread.run_sync(self._complete, stands.upload_id, form, received)

    def footage(self, footage_id: GivenId) -> FootageAnswer:
        """Under the id of an import: first how far that is, then the footage that it became."""
        with self._parts.database.transaction() as session:
            promised = imports.find(session, footage_id)
            if promised and not promised.became:
                return promised_answer(promised)
            footage = store.get(session, footage_id)
            scenes = store.ranked_scenes(session, footage_id)
        return footage_answer(footage, scenes, self._parts.storage)

    def search(self, request: Annotated[SearchRequest, Query()]) -> SearchAnswer:
        findings = self._parts.search.find(request.q, request.filters(), request.limit)
        return search_answer(request.q, findings, self._parts.storage)

    def _begin(self, footage_id: str | None, part: ContentRange | None) -> Progress | UploadAnswer:
        """Where the upload stands; or what it became, when it is complete and only the answer was lost."""
        spool, total = self._parts.spool, part.total if part else None
        if footage_id is None:
            footage_id = self._parts.ids.new("footage")
        else:
            try:
                spool.received(footage_id)
            except NotFoundError:
                if footage := self._known(footage_id):
                    return taken_in_answer(TakenIn(footage, None, []), footage.probe.size_bytes)
                raise
        return Progress(footage_id, spool.begin(footage_id, total))

    def _known(self, footage_id: str) -> Footage | None:
        try:
            with self._parts.database.transaction() as session:
                return store.get(session, footage_id)
        except NotFoundError:
            return None

    @asynccontextmanager
    async def _cleared_up(self, upload_id: str, *, resumable: bool) -> AsyncIterator[None]:
        """Remove what came of a request that ended badly, unless its client can go on with it: one that knows the
        upload's id, and whose file was not refused for what it is.
        """
        try:
            yield
        except BaseException as error:  # a client that hangs up included
            refused = isinstance(error, UnsupportedMediaError | TooLargeError)
            if refused or not resumable:
                await to_thread.run_sync(self._parts.spool.discard, upload_id)
            raise

    async def _receive(self, form: VideoForm, stands: Progress, part: ContentRange | None) -> int:
        """Write what comes to the spool; gives the bytes received. A part that is here already is not written again."""
        offset = part.start or 0 if part else 0
        end = offset + part.length if part else None
        repeated = end is not None and end <= stands.received
        async for chunk in form.chunks():
            if repeated:
                offset += len(chunk)
            else:
                offset = await to_thread.run_sync(self._parts.spool.append, stands.upload_id, offset, [chunk])
        if end is not None and offset != end:
            raise InvalidInputError(
                f"The part ended at byte {offset}, and its Content-Range says {end}.",
                next_step="ask how much has arrived with `Content-Range: bytes */TOTAL`, and go on from there",
            )
        return max(offset, stands.received)

    def _complete(self, upload_id: str, form: VideoForm, received: int) -> UploadAnswer:
        """Judge the whole file and queue its analysis; once, also when the last part is sent again meanwhile."""
        campaign = campaign_request_of(form)
        with self._parts.spool.finished(upload_id) as path:
            arrival = Arrival(
                path=path,
                footage_id=upload_id,
                label=label_from(form.filename),
                account_id=account_of(form, campaign),
                spoken_language=spoken_language_of(form),
            )
            taken = self._parts.intake.take_in(arrival, campaign.order() if campaign else None)
            self._parts.spool.discard(upload_id)
        self._parts.send(taken.jobs)
        return taken_in_answer(taken, received)


def _content_range(request: Request, footage_id: str | None) -> ContentRange | None:
    header = request.headers.get("content-range")
    if header is None and footage_id is not None:
        raise InvalidInputError(
            "Going on with an upload needs a Content-Range.",
            next_step="send `Content-Range: bytes FIRST-LAST/TOTAL`, or leave footage_id out to upload a whole file",
        )
    return parse_content_range(header) if header else None
