"""Serving stored files behind signed links; with a bucket the links lead there instead."""

import mimetypes

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse

from geminivideo.core.storage.local import LocalStorage


def files_router(storage: LocalStorage) -> APIRouter:
    router = APIRouter(tags=["files"])

    @router.api_route("/files/{key:path}", methods=["GET", "HEAD"], summary="A stored file, by its signed link")
    def read_file(key: str, expires: int = Query(), signature: str = Query(max_length=64)) -> FileResponse:
        path = storage.open_signed(key, expires, signature)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        return FileResponse(
            path, media_type=kind, headers=headers, content_disposition_type="inline", filename=path.name
        )

    return router
