"""Serving stored files behind signed links; with a bucket the links lead there instead."""

import mimetypes
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from geminivideo.app.api.problems import plain_problem
from geminivideo.core.storage.local import LocalStorage

_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


class StoredFile(FileResponse):
    """A file that can be had in ranges. Starlette refuses a bad range in plain text, and we with a problem document."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = False

        async def with_problem(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST:
                refused = True
                await _bad_range(message)(scope, receive, send)
            elif not refused:
                await send(message)

        await super().__call__(scope, receive, with_problem)


def files_router(storage: LocalStorage) -> APIRouter:
    router = APIRouter(tags=["files"])

    @router.head("/files/{key:path}", include_in_schema=False)
    @router.get("/files/{key:path}", responses=_FILE, response_class=StoredFile, summary="A stored file by its link")
    def read_file(
        key: str, expires: Annotated[int, Query()], signature: Annotated[str, Query(max_length=64)]
    ) -> StoredFile:
        path = storage.open_signed(key, expires, signature)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        return StoredFile(path, media_type=kind, headers=headers, content_disposition_type="inline", filename=path.name)

    return router


def _bad_range(refusal: Message) -> Response:
    status = HTTPStatus(refusal["status"])
    problem = plain_problem(
        status,
        "bad-range",
        "The Range header asks for nothing that is there",
        "The file ends before that range begins, or the range is malformed.",
        "leave the Range header out, or send `bytes=FIRST-LAST` within the file, counting from 0",
    )
    if size := Headers(raw=refusal["headers"]).get("content-range"):
        problem.headers["Content-Range"] = size
    return problem
