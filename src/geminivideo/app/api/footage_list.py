"""List routes: an account's footage, and why a file of a watched folder is not among it."""

from typing import Annotated

from fastapi import APIRouter, Query

from geminivideo.app.api.answers.footage_list import listed_answer, watched_answer, watched_folder_answer
from geminivideo.app.api.schemas.footage_list import FootageListAnswer, WatchedAnswer
from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.core.database import Database
from geminivideo.core.watch_folder import WatchFolder
from geminivideo.flows.footage_watching import folder_name
from geminivideo.footage.shelf import list_footage
from geminivideo.footage.watching import store as watched


class FootageListRoutes:
    def __init__(self, database: Database, folders: tuple[WatchFolder, ...]) -> None:
        self._database = database
        self._folders = {folder_name(folder): folder for folder in folders}

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/video", tags=["footage"])
        router.add_api_route("", self.footage, methods=["GET"], summary="An account's footage, the latest first")
        router.add_api_route(
            "/watched",
            self.watched,
            methods=["GET"],
            summary="The watched folders, and why files of theirs are no footage",
        )
        return router

    def footage(
        self,
        account_id: Annotated[str, Query(pattern=ACCOUNT_PATTERN)] = DEFAULT_ACCOUNT,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        before: Annotated[
            str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,80}$", description="next_before of the page above")
        ] = None,
    ) -> FootageListAnswer:
        with self._database.transaction() as session:
            found = list_footage(session, account_id, most=limit + 1, before=before)
        shown, more = found[:limit], len(found) > limit
        return FootageListAnswer(
            footage=[listed_answer(listed) for listed in shown],
            next_before=shown[-1].footage_id if more else None,
        )

    def watched(
        self,
        account_id: Annotated[
            str | None, Query(pattern=ACCOUNT_PATTERN, description="only files of this account; null: of all")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 200,
    ) -> WatchedAnswer:
        names = list(self._folders)
        with self._database.transaction() as session:
            counts = watched.counts(session, names)
            files = watched.not_taken_in(session, names, limit, account_id)
        return WatchedAnswer(
            folders=[watched_folder_answer(self._folders[name], counts[name]) for name in names],
            files=[watched_answer(*file) for file in files],
        )
