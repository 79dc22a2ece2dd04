"""One supervisor per home folder. The kernel drops the lock with its holder, so a kill -9 leaves none behind."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from geminivideo.core.disk import make_home
from geminivideo.core.errors import ConflictError

# Who asks whether the lock is held has it for some microseconds; that must not look like a second supervisor.
_TRIES = 10
_PAUSE_SECONDS = 0.02


class HomeLock:
    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = home / "run" / "supervisor.lock"
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        make_home(self._home)
        self._path.parent.mkdir(exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not any(_locked(descriptor, fcntl.LOCK_EX, attempt) for attempt in range(_TRIES)):
            os.close(descriptor)
            raise ConflictError(
                f"geminivideo is already running for {self._home}.",
                next_step="use the running one, stop it first, or give this one another GEMINIVIDEO_HOME",
            )
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
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return False
        try:
            return not _locked(descriptor, fcntl.LOCK_SH)  # so that others who look do not look like a supervisor
        finally:
            os.close(descriptor)


def _locked(descriptor: int, how: int, attempt: int = 0) -> bool:
    if attempt:
        time.sleep(_PAUSE_SECONDS)
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
