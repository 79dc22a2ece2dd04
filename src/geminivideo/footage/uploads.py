"""Uploads that can stop and go on: bytes arrive in order, in any number of requests, and end as one file.

One folder per upload holds `data`, `state.json` and `lock`. The size of `data` is the only truth about how far an
upload is. A file lock lets one writer at a time in, across threads and processes. Names given by users are never
used as paths; the upload's id is made by this program and checked.
"""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from geminivideo.core.blueprint import Frozen
from geminivideo.core.clock import Clock
from geminivideo.core.disk import ensure_room, out_of_room_is_named
from geminivideo.core.errors import ConflictError, InvalidInputError, NotFoundError, TooLargeError

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_ROOM_CHECK_BYTES = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class UploadLimits:
    max_bytes: int
    keep_free_bytes: int = 0
    expires_after: timedelta = timedelta(hours=24)


class _State(Frozen):
    total: int | None
    touched_at: datetime
    complete: bool = False


class UploadSpool:
    def __init__(self, folder: Path, limits: UploadLimits, clock: Clock) -> None:
        self._folder = folder
        self._limits = limits
        self._clock = clock

    def begin(self, upload_id: str, total: int | None) -> int:
        """Start an upload of `total` bytes (None: not known yet), or take up an old one; gives the bytes received.

        A total that was not known at first may be told by beginning again.

        Raises:
            TooLargeError: when the total is above the limit.
            ConflictError: when the same upload was begun with another total.
            StorageFullError: when there is no room for it.
        """
        if total is not None:
            self._check_total(total)
        self._folder.mkdir(parents=True, exist_ok=True)
        home = self._home(upload_id)
        if not (home / "state.json").exists():
            ensure_room(self._folder, (total or 0) + self._limits.keep_free_bytes)
            home.mkdir(exist_ok=True)
            with self._locked(upload_id), out_of_room_is_named(home):
                if not (home / "state.json").exists():
                    (home / "data").touch()
                    self._save(home, _State(total=total, touched_at=self._clock.now()))
        if total is not None:
            self._agree_on_total(upload_id, total)
        return self.received(upload_id)

    def received(self, upload_id: str) -> int:
        """How many bytes are safely here: the offset at which to go on."""
        self._state(upload_id)
        return (self._home(upload_id) / "data").stat().st_size

    def append(self, upload_id: str, offset: int, chunks: Iterable[bytes]) -> int:
        """Write chunks from `offset` on, as they come; gives the bytes received so far.

        When `chunks` raises, what came before stays and the upload can go on from there.

        Raises:
            ConflictError: when `offset` is not where the upload stands, or another request is writing to it.
            TooLargeError: when more than the total or the limit comes; the upload is then gone.
            StorageFullError: when the disk is full; what was written stays.
        """
        home = self._home(upload_id)
        with self._locked(upload_id):
            state, received = self._state(upload_id), self.received(upload_id)
            if state.complete or offset != received:
                raise _misplaced(upload_id, offset, received, complete=state.complete)
            try:
                return self._write(home, state, received, chunks)
            except TooLargeError:
                shutil.rmtree(home, ignore_errors=True)
                raise

    def finish(self, upload_id: str) -> Path:
        """Close the upload; gives the file, which stays until `discard`. Finishing twice does no harm.

        Raises:
            ConflictError: when bytes are missing.
        """
        with self._locked(upload_id):
            state, received = self._state(upload_id), self.received(upload_id)
            if state.total is not None and received != state.total:
                raise ConflictError(
                    f"The upload {upload_id} has {received} of {state.total} bytes.",
                    next_step=f"send the rest from offset {received}",
                )
            home = self._home(upload_id)
            self._save(home, state.model_copy(update={"complete": True, "touched_at": self._clock.now()}))
            return home / "data"

    def discard(self, upload_id: str) -> None:
        """Remove an upload, finished or not; a request that still writes to it fails. Unknown ones are no error."""
        shutil.rmtree(self._home(upload_id), ignore_errors=True)

    def expire(self) -> list[str]:
        """Remove uploads that nobody has written to for too long; gives their ids."""
        oldest = self._clock.now() - self._limits.expires_after
        return [home.name for home in sorted(self._folder.glob("*/")) if self._is_stale(home, oldest)]

    def _is_stale(self, home: Path, oldest: datetime) -> bool:
        with suppress(ConflictError, NotFoundError), self._locked(home.name):
            if self._state(home.name).touched_at < oldest:
                shutil.rmtree(home, ignore_errors=True)
                return True
        return False

    def _agree_on_total(self, upload_id: str, total: int) -> None:
        state = self._state(upload_id)
        if state.total == total:
            return
        if state.total is not None or self.received(upload_id) > total:
            raise ConflictError(
                f"The upload {upload_id} was begun with another total size.",
                next_step="send the total that it was begun with, or begin a new upload",
            )
        with self._locked(upload_id):
            self._save(self._home(upload_id), state.model_copy(update={"total": total}))

    def _check_total(self, total: int) -> None:
        if total < 1:
            raise InvalidInputError(f"An upload of {total} bytes holds no video.", next_step="send the whole file")
        if total > self._limits.max_bytes:
            raise _too_large(self._limits.max_bytes)

    def _write(self, home: Path, state: _State, received: int, chunks: Iterable[bytes]) -> int:
        most = state.total if state.total is not None else self._limits.max_bytes
        checked = received
        try:
            with out_of_room_is_named(home), (home / "data").open("r+b", buffering=0) as file:
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
                self._save(home, state.model_copy(update={"touched_at": self._clock.now()}))
        if not home.exists():
            raise _unknown(home.name)
        return received

    @contextmanager
    def _locked(self, upload_id: str) -> Iterator[None]:
        try:
            file = (self._home(upload_id) / "lock").open("wb")
        except FileNotFoundError as error:
            raise _unknown(upload_id) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ConflictError(
                    f"Another request is writing to the upload {upload_id}.",
                    next_step="wait until it ends, ask how many bytes are here, and go on from there",
                ) from error
            yield

    def _state(self, upload_id: str) -> _State:
        try:
            return _State.model_validate_json((self._home(upload_id) / "state.json").read_bytes())
        except (FileNotFoundError, ValidationError) as error:
            raise _unknown(upload_id) from error

    def _save(self, home: Path, state: _State) -> None:
        draft = home / f".state.{secrets.token_hex(4)}"
        draft.write_text(state.model_dump_json(), encoding="utf-8")
        draft.replace(home / "state.json")

    def _home(self, upload_id: str) -> Path:
        if not _ID.fullmatch(upload_id):
            raise InvalidInputError(f"{upload_id[:80]!r} is not an upload's id.", next_step="use the id the API gave")
        return self._folder / upload_id


def _write_all(file: "BinaryIO", chunk: bytes) -> int:
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
        next_step="announce its right size, cut it into parts, or raise GEMINIVIDEO_UPLOAD_MAX_BYTES",
    )


def _unknown(upload_id: str) -> NotFoundError:
    return NotFoundError(
        f"There is no upload {upload_id}; it may have been removed after a long silence.",
        next_step="begin the upload again",
    )
