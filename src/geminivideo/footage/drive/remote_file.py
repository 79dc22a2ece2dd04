"""A file as Drive describes it, and whether it can be footage."""

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from geminivideo.core.errors import (
    ConflictError,
    ForbiddenError,
    GeminivideoError,
    InvalidInputError,
    TooLargeError,
    UnsupportedMediaError,
)
from geminivideo.footage.drive.links import ID_PATTERN, DriveLink

FIELDS = (
    "id,name,mimeType,size,md5Checksum,sha256Checksum,headRevisionId,trashed,"
    "capabilities/canDownload,shortcutDetails(targetId,targetMimeType,targetResourceKey)"
)
_OF_GOOGLE = "application/vnd.google-apps."
_FOLDER = f"{_OF_GOOGLE}folder"
_SHORTCUT = f"{_OF_GOOGLE}shortcut"


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, extra="ignore")


class Capabilities(_Described):
    can_download: bool = True


class Shortcut(_Described):
    target_id: str = Field(pattern=ID_PATTERN)
    target_resource_key: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,128}$")


class RemoteFile(_Described):
    id: str = Field(pattern=ID_PATTERN)
    name: str = ""
    mime_type: str = ""
    size: int | None = Field(None, ge=0)
    md5_checksum: str | None = None
    sha256_checksum: str | None = None
    head_revision_id: str | None = None
    trashed: bool = False
    capabilities: Capabilities = Capabilities()
    shortcut_details: Shortcut | None = None

    @property
    def target(self) -> DriveLink | None:
        """Of a shortcut: what it leads to."""
        details = self.shortcut_details
        if self.mime_type != _SHORTCUT or details is None:
            return None
        return DriveLink(details.target_id, details.target_resource_key)

    @property
    def version(self) -> str:
        """Differs as soon as the bytes may differ."""
        marks = (self.id, self.head_revision_id, self.sha256_checksum, self.md5_checksum, self.size)
        return hashlib.sha256(repr(marks).encode()).hexdigest()[:32]

    def bytes_to_fetch(self, max_bytes: int) -> int:
        """Its size.

        Raises:
            GeminivideoError: when it cannot be footage, with what to do about it. Nothing has been fetched then.
        """
        refusal = self._refusal(max_bytes)
        if refusal or not self.size:
            raise refusal or _empty(self.id)
        return self.size

    def is_in(self, path: Path) -> bool:
        """Whether the bytes are those that Drive's checksum was made from; True where Drive tells none."""
        if self.sha256_checksum:
            return _digest(path, "sha256") == self.sha256_checksum.lower()
        return not self.md5_checksum or _digest(path, "md5") == self.md5_checksum.lower()

    def _refusal(self, max_bytes: int) -> GeminivideoError | None:
        if self.mime_type.startswith(_OF_GOOGLE):
            return _not_a_file(self)
        if self.trashed:
            return ConflictError(
                f"The file {self.id} is in Google Drive's trash.", next_step="restore it in Drive, and import it again"
            )
        if not self.capabilities.can_download:
            return ForbiddenError(
                f"The owner of {self.id} does not allow downloads of it.",
                next_step="ask the owner to let viewers download it (Share > settings), and import it again",
            )
        return _too_large(self.size, max_bytes) if (self.size or 0) > max_bytes else None


def _digest(path: Path, name: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(name, usedforsecurity=False)).hexdigest()


def _not_a_file(file: RemoteFile) -> GeminivideoError:
    if file.mime_type == _FOLDER:
        return InvalidInputError(
            f"{file.id} is a folder in Google Drive.", next_step="import the videos in it one by one, each by its link"
        )
    if file.mime_type == _SHORTCUT:
        return InvalidInputError(
            f"{file.id} is a shortcut that leads to no file.", next_step="use the link of the video itself"
        )
    return UnsupportedMediaError(
        f"{file.id} is a document of Google's editors, not a video file.",
        next_step="download it as an MP4 where its editor can do that, and upload the file",
    )


def _too_large(size: int | None, max_bytes: int) -> TooLargeError:
    return TooLargeError(
        f"The file has {size} bytes; at most {max_bytes} are accepted.",
        next_step="import a shorter or smaller video, or raise GEMINIVIDEO_UPLOAD_MAX_BYTES",
    )


def _empty(file_id: str) -> UnsupportedMediaError:
    return UnsupportedMediaError(
        f"Google Drive has no bytes of {file_id}.", next_step="look whether its upload to Drive is finished"
    )
