"""Import routes: footage from Google Drive, and from this machine's own disk."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from geminivideo.app.api.answers.footage import import_answer
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.imports import DriveImportRequest, ImportAnswer, PathImportRequest
from geminivideo.core.database import Database
from geminivideo.core.jobs.runner import Send
from geminivideo.flows.footage_import.requests import FootageImports
from geminivideo.footage.drive.links import parse_link
from geminivideo.footage.drive.source import DriveSource
from geminivideo.footage.local.source import LocalSource


class FootageImportRoutes:
    def __init__(
        self, database: Database, imports: FootageImports, drive: DriveSource, local: LocalSource, send: Send
    ) -> None:
        self._database = database
        self._imports = imports
        self._drive = drive
        self._local = local
        self._send = send

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/video", tags=["footage"])
        add = router.add_api_route
        add(
            "/import-drive",
            self.import_drive,
            methods=["POST"],
            status_code=202,
            summary="Fetch footage from Google Drive; its analysis begins when it is here",
        )
        add(
            "/import-path",
            self.import_path,
            methods=["POST"],
            status_code=202,
            summary="Take footage from this machine's own disk; its analysis begins when it is copied",
        )
        add("/{footage_id}/import/cancel", self.cancel, methods=["POST"], summary="Stop fetching footage")
        add(
            "/{footage_id}/import/retry",
            self.retry,
            methods=["POST"],
            summary="Go on with an import that failed or was cancelled",
        )
        return router

    def import_drive(self, request: DriveImportRequest) -> ImportAnswer:
        source = self._drive.describe(parse_link(request.url or request.file_id or ""))
        return self._begin(source, request.account_id)

    def import_path(self, request: PathImportRequest) -> ImportAnswer:
        return self._begin(self._local.describe(request.path), request.account_id)

    def cancel(self, footage_id: GivenId) -> ImportAnswer:
        with self._database.transaction() as session:
            return import_answer(self._imports.cancel(session, footage_id))

    def retry(self, footage_id: GivenId) -> ImportAnswer:
        with self._database.transaction() as session:
            promised, job = self._imports.retry(session, footage_id)
        self._send([job])
        return import_answer(promised)

    def _begin(self, source: Mapping[str, Any], account_id: str) -> ImportAnswer:
        with self._database.transaction() as session:
            promised, job = self._imports.begin(session, source, account_id)
        self._send([job])
        return import_answer(promised)
