"""A file on this machine's disk as a source of footage. It is read where it lies, and copied: it stays the user's."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from geminivideo.core.clock import Clock
from geminivideo.core.errors import ConflictError, ProcessingError, UnavailableError, UnsupportedMediaError
from geminivideo.core.media.containers import demuxer_for, describe_unknown
from geminivideo.footage.imports.model import Fetched, Watch
from geminivideo.footage.local.jail import Jail
from geminivideo.footage.uploads import UploadSpool

KIND = "path"
_STAGE = "copying the file"
_HEAD_BYTES = 4096
_BLOCK_BYTES = 4 * 1024**2
# A file that was written to in these last seconds may still be growing.
_YOUNG_SECONDS = 3.0
_PAUSE_SECONDS = 0.2
_TRIES = 50


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written to."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Stamp":
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    @property
    def version(self) -> str:
        return f"{self.device}-{self.inode}-{self.size}-{self.modified_ns}"


class LocalSource:
    """`asked` holds what requests may name, `watched` what the watched folders hold."""

    def __init__(
        self,
        asked: Jail,
        watched: Jail,
        spool: UploadSpool,
        clock: Clock,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._asked = asked
        self._watched = watched
        self._spool = spool
        self._clock = clock
        self._wait = wait

    def describe(self, given: str, *, watched: bool = False) -> dict[str, Any]:
        """The file as a row keeps it, once a first look has found nothing against it.

        Raises:
            UnavailableError: when no folder is open for this.
            ForbiddenError, NotFoundError: as `Jail.opened`.
            UnsupportedMediaError: when it does not begin like a video.
            ConflictError: when it is still being written.
            TooLargeError, StorageFullError: as `UploadSpool.check_room`.
        """
        jail = self._watched if watched else self._asked
        if not jail.folders:
            raise UnavailableError(
                "Taking footage from this machine's own disk is off.",
                next_step=f"set {jail.setting} to the folders that may be read, and start again",
            )
        with jail.opened(given) as file:
            head = file.read(_HEAD_BYTES)
            if demuxer_for(head) is None:
                raise UnsupportedMediaError(describe_unknown(head), next_step="choose a video file")
            self._spool.check_room(self._settled(file).size)
        return {"kind": KIND, "path": given, "watched": watched}

    def fetch(self, source: Mapping[str, Any], upload_id: str, watch: Watch) -> Fetched:
        """A copy of the whole file in the spool, from where an earlier try left off.

        Raises:
            ConflictError: when it was written to meanwhile.
            GeminivideoError: as `describe`, and whatever `watch` raises.
        """
        path = str(source["path"])
        jail = self._watched if source.get("watched") else self._asked
        with jail.opened(path) as file:
            stamp = self._settled(file)
            self._copy(file, stamp, upload_id, watch)
            if Stamp.of(os.fstat(file.fileno())) != stamp:
                self._spool.discard(upload_id)
                raise _growing()
        return Fetched(self._spool.finish(upload_id), Path(path).name)

    def _copy(self, file: BinaryIO, stamp: Stamp, upload_id: str, watch: Watch) -> None:
        for tries_left in reversed(range(_TRIES)):
            begun = self._spool.begin(upload_id, stamp.size, version=stamp.version)
            if begun == stamp.size:
                return
            try:
                self._spool.append(upload_id, begun, _blocks(file, begun, stamp.size, watch))
            except ConflictError:  # the worker that had this job before is still at its last block
                watch.check()
                if not tries_left:
                    raise
                self._wait(_PAUSE_SECONDS)
            else:
                return

    def _settled(self, file: BinaryIO) -> Stamp:
        stamp = Stamp.of(os.fstat(file.fileno()))
        age = self._clock.now().timestamp() - stamp.modified_ns / 1e9
        if 0 <= age < _YOUNG_SECONDS:
            raise _growing()
        return stamp


def _blocks(file: BinaryIO, begin: int, end: int, watch: Watch) -> Iterator[bytes]:
    file.seek(begin)
    while begin < end:
        watch.check()
        block = _read(file, min(_BLOCK_BYTES, end - begin))
        if not block:  # it was cut short; its stamp tells
            return
        begin += len(block)
        yield block
        watch.report(_STAGE, begin / end)


def _read(file: BinaryIO, size: int) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        raise ProcessingError(
            f"The file cannot be read to its end: {error.strerror}.", next_step="check the disk that it lies on"
        ) from error


def _growing() -> ConflictError:
    return ConflictError(
        "The file is still being written, or was a moment ago.",
        next_step="wait until it is whole and unchanged for some seconds, then import it again",
    )
