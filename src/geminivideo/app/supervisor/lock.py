"""One supervisor per home folder. The kernel drops the lock with its holder, so a kill -9 leaves none behind."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from geminivideo.core.disk import make_home
from geminivideo.core.errors import ConflictError


class HomeLock:
    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = home / "run" / "supervisor.lock"
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        make_home(self._home)
        self._path.parent.mkdir(exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise ConflictError(
                f"geminivideo is already running for {self._home}.",
                next_step="use the running one, stop it first, or give this one another GEMINIVIDEO_HOME",
            ) from error
        self._descriptor = descriptor
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def is_held(self) -> bool:
        """Whether some process holds the lock now."""
        if not self._path.exists():
            return False
        try:
            with self:
                return False
        except ConflictError:
            return True
