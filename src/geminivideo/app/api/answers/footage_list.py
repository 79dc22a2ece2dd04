"""Lists of footage and of watched files as the API shows them."""

from collections.abc import Mapping
from typing import Any

from geminivideo.app.api.schemas.footage import FootageProblem
from geminivideo.app.api.schemas.footage_list import ListedFootageAnswer, WatchedFileAnswer, WatchedFolderAnswer
from geminivideo.core.watch_folder import WatchFolder
from geminivideo.footage.shelf import ListedFootage
from geminivideo.footage.watching.model import WatchedFile, WatchedState


def listed_answer(listed: ListedFootage) -> ListedFootageAnswer:
    return ListedFootageAnswer.model_validate(listed.model_dump())


def watched_folder_answer(folder: WatchFolder, counts: Mapping[WatchedState, int]) -> WatchedFolderAnswer:
    return WatchedFolderAnswer(path=str(folder.path), account_id=folder.account_id, files=dict(counts))


def watched_answer(file: WatchedFile, state: WatchedState, problem: Mapping[str, Any] | None) -> WatchedFileAnswer:
    return WatchedFileAnswer(
        path=file.path,
        account_id=file.account_id,
        state=state,
        problem=FootageProblem.model_validate(problem) if problem else None,
        footage_id=file.footage_id,
        unchanged_since=file.unchanged_since,
    )
