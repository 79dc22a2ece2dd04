"""Lists of footage, and of the files of watched folders that are none yet."""

from datetime import datetime

from pydantic import BaseModel, Field

from geminivideo.app.api.schemas.footage import FootageProblem
from geminivideo.footage.imports.model import ImportStatus
from geminivideo.footage.model import FootageStatus
from geminivideo.footage.watching.model import WatchedState


class ListedFootageAnswer(BaseModel):
    footage_id: str
    label: str
    status: FootageStatus | ImportStatus
    problem: FootageProblem | None
    duration_seconds: float | None = Field(description="null while the file is not here")
    scenes: int
    created_at: datetime
    source: str = Field(description="upload, drive, path or watched", examples=["watched"])
    origin: str | None = Field(description="the path or the id in Drive that it was taken from; null for an upload")


class FootageListAnswer(BaseModel):
    footage: list[ListedFootageAnswer] = Field(description="the latest first; imports that are not here yet, or failed")
    next_before: str | None = Field(description="`before` of the next page; null on the last one")


class WatchedFolderAnswer(BaseModel):
    path: str
    account_id: str | None = Field(description="null: the first sub-folder names the account")
    files: dict[WatchedState, int] = Field(description="how many there are by state")


class WatchedFileAnswer(BaseModel):
    path: str
    account_id: str
    state: WatchedState = Field(
        description="waiting: new, or changed a moment ago; refused: what it is or is called speaks against it;"
        " importing, failed, cancelled: the import with this footage_id"
    )
    problem: FootageProblem | None
    footage_id: str | None
    unchanged_since: datetime


class WatchedAnswer(BaseModel):
    folders: list[WatchedFolderAnswer]
    files: list[WatchedFileAnswer] = Field(description="those that are no footage, the latest first")
