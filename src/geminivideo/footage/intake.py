"""Letting a file in: probed, judged and hashed first, then stored once under its own hash."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from geminivideo.core.blueprint import Frozen
from geminivideo.core.media.probe import MediaProbe, probe_video
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.footage import store
from geminivideo.footage.labels import label_from
from geminivideo.footage.model import Footage, FootageStatus

_KINDS = {
    "mov": ("mp4", "video/mp4"),
    "matroska": ("mkv", "video/x-matroska"),
    "avi": ("avi", "video/x-msvideo"),
    "mpegts": ("ts", "video/mp2t"),
}


class Admission(Frozen):
    """A file that may come in."""

    probe: MediaProbe
    sha256: str
    label: str

    @property
    def storage_key(self) -> str:
        return f"footage/{self.sha256[:2]}/{self.sha256}.{_KINDS[self.probe.container][0]}"

    @property
    def content_type(self) -> str:
        return _KINDS[self.probe.container][1]


@dataclass(frozen=True, slots=True)
class Registration:
    """`is_new` is False when the account already had these bytes; `footage` is then the older one."""

    footage: Footage
    is_new: bool


def admit(path: Path, *, label: str, max_seconds: float, max_pixels: int) -> Admission:
    """Judge a file; nothing else has touched it yet. `label` may be a file name as the user wrote it.

    Raises:
        UnsupportedMediaError: when it is not a whole, decodable video of an accepted kind.
        TooLargeError: when it is longer or larger in pixels than allowed.
    """
    probe = probe_video(path, max_seconds=max_seconds, max_pixels=max_pixels)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Admission(probe=probe, sha256=digest, label=label_from(label))


def store_original(storage: ObjectStorage, admission: Admission, path: Path) -> None:
    """Put the file where its hash says, unless it is there: the same bytes are stored once, whoever sent them."""
    if not storage.exists(admission.storage_key):
        storage.put(admission.storage_key, path, content_type=admission.content_type)


def register(
    session: Session,
    storage: ObjectStorage,
    admission: Admission,
    path: Path,
    *,
    footage_id: str,
    account_id: str,
    now: datetime,
) -> Registration:
    """Make an admitted file known to an account. The same bytes in the same account are the same footage.

    Copying a large file takes a while; a caller that does not want that inside its transaction calls
    `store_original` before it.
    """
    known = store.find(session, account_id, admission.sha256)
    if known is not None:
        return Registration(known, is_new=False)
    store_original(storage, admission, path)
    footage, is_new = store.create(
        session,
        Footage(
            footage_id=footage_id,
            account_id=account_id,
            label=admission.label,
            sha256=admission.sha256,
            storage_key=admission.storage_key,
            probe=admission.probe,
            status=FootageStatus.RECEIVED,
            created_at=now,
        ),
    )
    return Registration(footage, is_new=is_new)
