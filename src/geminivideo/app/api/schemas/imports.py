"""Footage that is fetched from elsewhere."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.footage.drive.links import ID_PATTERN

_FILE_ID = "1aBcD_eFgHiJkLmNoPqRsTuVwXyZ01234"


class DriveImportRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"url": f"https://drive.google.com/file/d/{_FILE_ID}/view?usp=sharing"},
                {"file_id": _FILE_ID, "account_id": "default"},
            ]
        },
    )

    file_id: str | None = Field(None, pattern=ID_PATTERN, description="of one video file in Google Drive")
    url: str | None = Field(
        None, min_length=1, max_length=2048, description="its share link instead; some links hold a resourcekey"
    )
    account_id: str = Field("default", pattern=ACCOUNT_PATTERN)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.file_id is None) == (self.url is None):
            raise ValueError("one of file_id and url is needed, and not both")
        return self


class PathImportRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"path": "/srv/footage/acme/gym day 1.mov", "account_id": "acme"}]},
    )

    path: str = Field(
        min_length=1,
        max_length=4096,
        description="the whole path of a video on the machine that geminivideo runs on, inside one of the folders of"
        " GEMINIVIDEO_FOOTAGE_FOLDERS; the file is copied and stays as it is",
    )
    account_id: str = Field(DEFAULT_ACCOUNT, pattern=ACCOUNT_PATTERN)


class ImportAnswer(BaseModel):
    footage_id: str = Field(description="promised: GET /api/video/{footage_id} and the WebSocket know it from now on")
    status: Literal["importing", "imported", "failed", "cancelled"]
    websocket_url: str
