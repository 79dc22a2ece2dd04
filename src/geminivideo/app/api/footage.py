"""Footage routes: streamed and resumable uploads, and what was found in them."""

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from geminivideo.app.api.answers import websocket_url
from geminivideo.app.api.content_range import ContentRange, parse_content_range
from geminivideo.app.api.footage_answers import FootageAnswer, footage_answer
from geminivideo.app.api.multipart import VideoForm
from geminivideo.app.api.schemas import ACCOUNT_PATTERN, CampaignRequest, UploadAnswer
from geminivideo.core.database import Database
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs.runner import Send
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.footage_intake import Arrival, FootageIntake
from geminivideo.footage import store
from geminivideo.footage.labels import label_from
from geminivideo.footage.uploads import UploadSpool

_LIST_FIELDS = ("pain_points", "desires", "platforms", "footage_ids")
_TRUE = frozenset({"true", "1", "yes", "on"})

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
            "description": "for uploads in parts; `bytes */TOTAL` asks how much has arrived",
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
        router.add_api_route("/{footage_id}", self.footage, methods=["GET"], summary="Footage and its ranked scenes")
        return router

    async def upload(
        self,
        request: Request,
        footage_id: Annotated[str | None, Query(max_length=80, description="to go on with an upload in parts")] = None,
    ) -> UploadAnswer:
        header = request.headers.get("content-range")
        part = parse_content_range(header) if header else None
        upload_id = footage_id or self._parts.ids.new("footage")
        total = part.total if part else None
        received = await to_thread.run_sync(self._parts.spool.begin, upload_id, total)
        if part and part.start is None:
            return _receiving(upload_id, received)
        form = VideoForm(request)
        received = await self._receive(form, upload_id, part)
        if part and received < part.total:
            return _receiving(upload_id, received)
        return await to_thread.run_sync(self._complete, upload_id, form, received)

    def footage(self, footage_id: str) -> FootageAnswer:
        with self._parts.database.transaction() as session:
            footage = store.get(session, footage_id)
            scenes = store.ranked_scenes(session, footage_id)
        return footage_answer(footage, scenes, self._parts.storage)

    async def _receive(self, form: VideoForm, upload_id: str, part: ContentRange | None) -> int:
        """Write what comes to the spool. Broken off, an upload in parts keeps what has arrived; others do not."""
        spool, offset = self._parts.spool, part.start or 0 if part else 0
        end = offset + part.length if part else None
        try:
            async for chunk in form.chunks():
                offset = await to_thread.run_sync(spool.append, upload_id, offset, [chunk])
        except BaseException:  # whatever ends it, a client that hangs up included, what was received must go
            if part is None:
                await to_thread.run_sync(spool.discard, upload_id)
            raise
        if end is not None and offset != end:
            raise InvalidInputError(
                f"The part ended at byte {offset}, and its Content-Range says {end}.",
                next_step=f"go on from offset {offset}",
            )
        return offset

    def _complete(self, upload_id: str, form: VideoForm, received: int) -> UploadAnswer:
        """Judge the whole file and queue its analysis; a refused file is gone at once."""
        spool = self._parts.spool
        try:
            campaign = _campaign_request(form)
            arrival = Arrival(
                path=spool.finish(upload_id),
                footage_id=upload_id,
                label=label_from(form.filename),
                account_id=_account(form, campaign),
            )
            taken = self._parts.intake.take_in(arrival, campaign.order() if campaign else None)
        finally:
            spool.discard(upload_id)
        self._parts.send(taken.jobs)
        return UploadAnswer(
            footage_id=taken.footage.footage_id,
            status=taken.footage.status,
            websocket_url=websocket_url(taken.campaign_id or taken.footage.footage_id),
            received_bytes=received,
            campaign_id=taken.campaign_id,
        )


def _receiving(upload_id: str, received: int) -> UploadAnswer:
    return UploadAnswer(
        footage_id=upload_id, status="receiving", websocket_url=websocket_url(upload_id), received_bytes=received
    )


def _account(form: VideoForm, campaign: CampaignRequest | None) -> str:
    account_id = campaign.account_id if campaign else form.text("account_id") or "default"
    if not re.fullmatch(ACCOUNT_PATTERN, account_id):
        raise InvalidInputError(
            f"{account_id[:80]!r} is not an account id.", next_step="use up to 64 letters, digits, dots, dashes"
        )
    return account_id


def _campaign_request(form: VideoForm) -> CampaignRequest | None:
    """The brief that came with the video, when `generate` was asked for.

    Raises:
        RequestValidationError: as for a brief sent to generate-campaign.
    """
    if (form.text("generate") or "").lower() not in _TRUE:
        return None
    fields: dict[str, Any] = {name: values[-1] for name, values in form.fields.items() if name != "generate"}
    fields |= {name: _as_list(form.fields[name]) for name in _LIST_FIELDS if name in form.fields}
    try:
        return CampaignRequest.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def _as_list(values: list[str]) -> list[Any]:
    """A list is a repeated field, or one field with a JSON array."""
    if len(values) == 1 and values[0].lstrip().startswith("["):
        try:
            parsed = json.loads(values[0])
        except ValueError:
            return values
        return parsed if isinstance(parsed, list) else values
    return values
