"""One upload on disk: a folder with `data`, `state.json` and `lock`.

The size of `data` is the only truth about how far the upload is. A file lock lets one writer at a time in, across
threads and processes.
"""

import fcntl
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import ConflictError, NotFoundError


class UploadState(Frozen):
    total: int | None
    touched_at: datetime
    complete: bool = False
    version: str | None = None  # a mark of our own making, where the file may change before it is all here


class UploadFolder:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self._state = home / "state.json"

    @property
    def upload_id(self) -> str:
        return self.home.name

    @property
    def exists(self) -> bool:
        return self._state.exists()

    def create(self, state: UploadState) -> None:
        """Make the folder; when another request makes it at the same time, the first state stays."""
        self.home.mkdir(exist_ok=True)
        with self.locked():
            if not self.exists:
                self.data.touch()
                self.save(state)

    def state(self) -> UploadState:
        try:
            return UploadState.model_validate_json(self._state.read_bytes())
        except (FileNotFoundError, ValidationError) as error:
            raise self.unknown() from error

    def save(self, state: UploadState) -> None:
        draft = self.home / f".state.{secrets.token_hex(4)}"
        unused = None if state.version else {"version"}
        draft.write_text(state.model_dump_json(exclude=unused), encoding="utf-8")
        draft.replace(self._state)

    def received(self) -> int:
        self.state()
        return self.data.stat().st_size

    def remove(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer, or fail at once."""
        try:
            file = (self.home / "lock").open("wb")
        except FileNotFoundError as error:
            raise self.unknown() from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ConflictError(
                    f"Another request is writing to the upload {self.upload_id}.",
                    next_step="wait until it ends, ask how many bytes are here, and go on from there",
                ) from error
            yield

    def unknown(self) -> NotFoundError:
        return NotFoundError(
            f"There is no upload {self.upload_id}; it may have been removed after a long silence.",
            next_step="begin the upload again",
        )
