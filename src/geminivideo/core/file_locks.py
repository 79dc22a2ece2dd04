"""Locks on files: held by one thread of one process on the machine, and freed by the kernel when that process dies."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_POLL_SECONDS = 0.05


def try_lock(path: Path) -> int | None:
    """The descriptor that holds the lock until it is closed; None when another holds it."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_still(path, descriptor):
            return descriptor
    except BlockingIOError:
        pass
    os.close(descriptor)
    return None


@contextmanager
def locked(path: Path, check: Callable[[], None]) -> Iterator[None]:
    """Wait for the lock; `check` is called meanwhile and may raise. The file goes with the lock."""
    while (descriptor := try_lock(path)) is None:
        check()
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            path.unlink()
        os.close(descriptor)


def _is_still(path: Path, descriptor: int) -> bool:
    """Whoever held the lock before removed its file: a lock on a removed file is worth nothing."""
    try:
        return os.fstat(descriptor).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
