"""Running out of disk: noticed before the work where possible, named clearly where not."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from geminivideo.core.errors import StorageFullError, UnavailableError

_REMEDY = "free some space there, or point GEMINIVIDEO_HOME or GEMINIVIDEO_STORAGE_URL elsewhere"


def ensure_room(folder: Path, needed_bytes: int) -> None:
    """Refuse work that would fill the disk before it has begun."""
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise StorageFullError(
            f"{folder} has {free // 1024**2} MiB free and {-(-needed_bytes // 1024**2)} MiB are needed.",
            next_step=_REMEDY,
        )


@contextmanager
def out_of_room_is_named(folder: Path) -> Iterator[None]:
    """Turn the operating system's "no space" and "quota exceeded" into an error that says where."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise
        raise StorageFullError(
            f"Writing to {folder} failed: {error.strerror}.",
            next_step=_REMEDY,
        ) from error


def make_home(home: Path) -> None:
    """Make the home folder and see that it can be written to.

    Raises:
        UnavailableError: when it cannot, before anything has been started.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise UnavailableError(
            f"The home folder {home} cannot be used: {error.strerror}.",
            next_step="make it writable, or set GEMINIVIDEO_HOME to a folder that is",
        ) from error


def remove_untouched(folder: Path, before: datetime) -> list[str]:
    """Remove the folders in `folder` in which nothing has been made, renamed or removed since `before`; their names."""
    stale = [path for path in sorted(folder.glob("*/")) if _touched_at(path) < before]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return [path.name for path in stale]


def _touched_at(folder: Path) -> datetime:
    try:
        inside = [path for path in folder.rglob("*") if path.is_dir()]
        return max(datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in [folder, *inside])
    except FileNotFoundError:  # whoever works there is just removing something
        return datetime.max.replace(tzinfo=UTC)
