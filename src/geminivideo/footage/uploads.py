"""Uploads that can stop and go on: bytes arrive in order, in any number of requests, and end as one file.

Names given by users are never used as paths; an upload's id is made by this program, and checked.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from geminivideo.core.clock import Clock
from geminivideo.core.disk import ensure_room, out_of_room_is_named
from geminivideo.core.errors import ConflictError, InvalidInputError, NotFoundError, TooLargeError
from geminivideo.footage.upload_folder import UploadFolder, UploadState

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_ROOM_CHECK_BYTES = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class UploadLimits:
    max_bytes: int
    keep_free_bytes: int = 0
    expires_after: timedelta = timedelta(hours=24)


class UploadSpool:
    def __init__(self, folder: Path, limits: UploadLimits, clock: Clock) -> None:
        self._folder = folder
        self._limits = limits
        self._clock = clock

    @property
    def max_bytes(self) -> int:
        return self._limits.max_bytes

    def begin(self, upload_id: str, total: int | None, *, version: str | None = None) -> int:
        """Start an upload of `total` bytes (None: not known yet), or take up an old one; gives the bytes received.

        A total that was not known at first may be told by beginning again. What came of another `version` of the file
        is thrown away, where one is given.

        Raises:
            TooLargeError: when the total is above the limit.
            ConflictError: when the same upload was begun with another total.
            StorageFullError: when there is no room for it.
        """
        if total is not None:
            self._check_total(total)
        upload = self._upload(upload_id)
        if version and upload.exists and upload.state().version != version:
            upload.remove()
        if not upload.exists:
            self._ensure_room(total or 0)
            with out_of_room_is_named(self._folder):
                upload.create(UploadState(total=total, touched_at=self._clock.now(), version=version))
        if total is not None:
            _agree_on_total(upload, total)
        return upload.received()

    def check_room(self, total: int) -> None:
        """Refuse a file of `total` bytes before anything is begun.

        Raises:
            InvalidInputError, TooLargeError, StorageFullError: as `begin`.
        """
        self._check_total(total)
        self._ensure_room(total)

    def received(self, upload_id: str) -> int:
        """How many bytes are safely here: the offset at which to go on."""
        return self._upload(upload_id).received()

    def append(self, upload_id: str, offset: int, chunks: Iterable[bytes]) -> int:
        """Write chunks from `offset` on, as they come; gives the bytes received so far.

        When `chunks` raises, what came before stays and the upload can go on from there.

        Raises:
            ConflictError: when `offset` is not where the upload stands, or another request is writing to it.
            TooLargeError: when more than the total or the limit comes; the upload is then gone.
            StorageFullError: when the disk is full; what was written stays.
        """
        upload = self._upload(upload_id)
        with upload.locked():
            state, received = upload.state(), upload.received()
            if state.complete or offset != received:
                raise _misplaced(upload_id, offset, received, complete=state.complete)
            try:
                received = self._write(upload, state, received, chunks)
            except TooLargeError:
                upload.remove()
                raise
            if not upload.exists:  # discarded while its bytes came in
                raise upload.unknown()
            return received

    def finish(self, upload_id: str) -> Path:
        """Close the upload; gives the file, which stays until `discard`. Finishing twice does no harm.

        Raises:
            ConflictError: when bytes are missing.
        """
        with self.finished(upload_id) as path:
            return path

    @contextmanager
    def finished(self, upload_id: str) -> Iterator[Path]:
        """The same; until the context ends nobody else finishes this upload. Raises ConflictError for who tries to."""
        upload = self._upload(upload_id)
        with upload.locked():
            state, received = upload.state(), upload.received()
            if state.total is not None and received != state.total:
                raise ConflictError(
                    f"The upload {upload_id} has {received} of {state.total} bytes.",
                    next_step=f"send the rest from offset {received}",
                )
            upload.save(state.model_copy(update={"complete": True, "touched_at": self._clock.now()}))
            yield upload.data

    def discard(self, upload_id: str) -> None:
        """Remove an upload, finished or not; a request that still writes to it fails. Unknown ones are no error."""
        self._upload(upload_id).remove()

    def expire(self) -> list[str]:
        """Remove uploads that nobody has written to for too long; gives their ids."""
        oldest = self._clock.now() - self._limits.expires_after
        uploads = [UploadFolder(home) for home in sorted(self._folder.glob("*/"))]
        return [upload.upload_id for upload in uploads if _removed_as_stale(upload, oldest)]

    def _upload(self, upload_id: str) -> UploadFolder:
        if not _ID.fullmatch(upload_id):
            raise InvalidInputError(f"{upload_id[:80]!r} is not an upload's id.", next_step="use the id the API gave")
        return UploadFolder(self._folder / upload_id)

    def _ensure_room(self, needed: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        ensure_room(self._folder, needed + self._limits.keep_free_bytes)

    def _check_total(self, total: int) -> None:
        if total < 1:
            raise InvalidInputError(f"An upload of {total} bytes holds no video.", next_step="send the whole file")
        if total > self._limits.max_bytes:
            raise _too_large(self._limits.max_bytes)

    def _write(self, upload: UploadFolder, state: UploadState, received: int, chunks: Iterable[bytes]) -> int:
        most = state.total if state.total is not None else self._limits.max_bytes
        checked = received
        try:
            with out_of_room_is_named(upload.home), upload.data.open("r+b", buffering=0) as file:
                file.seek(received)
                for chunk in chunks:
                    if received + len(chunk) > most:
                        raise _too_large(most)
                    if received - checked >= _ROOM_CHECK_BYTES:
                        ensure_room(self._folder, self._limits.keep_free_bytes)
                        checked = received
                    received += _write_all(file, chunk)
                os.fsync(file.fileno())
        finally:
            # Discarded meanwhile, or the disk is full: the touch only puts off the upload's expiry.
            with suppress(OSError):
                upload.save(state.model_copy(update={"touched_at": self._clock.now()}))
        return received


def _agree_on_total(upload: UploadFolder, total: int) -> None:
    state = upload.state()
    if state.total == total:
        return
    if state.total is not None or upload.received() > total:
        raise ConflictError(
            f"The upload {upload.upload_id} was begun with another total size.",
            next_step="send the total that it was begun with, or begin a new upload",
        )
    with upload.locked():
        upload.save(state.model_copy(update={"total": total}))


def _removed_as_stale(upload: UploadFolder, oldest: datetime) -> bool:
    with suppress(ConflictError, NotFoundError), upload.locked():  # busy, or gone already
        if not upload.exists or upload.state().touched_at < oldest:  # none: its begin never came to an end
            upload.remove()
            return True
    return False


def _write_all(file: BinaryIO, chunk: bytes) -> int:
    view = memoryview(chunk)
    written = 0
    while written < len(view):
        written += file.write(view[written:])
    return written


def _misplaced(upload_id: str, offset: int, received: int, *, complete: bool) -> ConflictError:
    if complete:
        return ConflictError(f"The upload {upload_id} is complete.", next_step="begin a new upload for another file")
    return ConflictError(
        f"The upload {upload_id} stands at {received} bytes, not {offset}.",
        next_step=f"go on from offset {received}",
    )


def _too_large(most: int) -> TooLargeError:
    return TooLargeError(
        f"The upload is larger than the {most} bytes that were announced or are accepted.",
        next_step="announce its right size, or raise GEMINIVIDEO_UPLOAD_MAX_BYTES (or _ASSET_MAX_BYTES)",
    )
