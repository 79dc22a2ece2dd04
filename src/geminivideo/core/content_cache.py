"""Files that are found again by what they were made from, in a folder of limited size that processes share.

An entry appears whole or not at all: it is a link to a finished file, or a copy that is renamed when it is on the disk.
Who takes an entry gets a link of their own, so removing the entry takes nothing from them.
"""

import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.file_locks import locked

_TRIMMED_TO = 0.9  # of the limit, so that not every new entry means a look at all of them
_UNFINISHED_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Entry:
    used_at: float
    size: int
    path: Path


class ContentCache:
    """`limit_bytes` 0 turns it off: nothing is kept and nothing found."""

    def __init__(self, folder: Path, limit_bytes: int, *, min_free_bytes: int = 0) -> None:
        self._entries = folder / "entries"
        self._locks = folder / "locks"
        self._unfinished = folder / "unfinished"
        self.limit_bytes = limit_bytes
        self._min_free_bytes = min_free_bytes
        for each in (self._entries, self._locks, self._unfinished) if limit_bytes else ():
            each.mkdir(parents=True, exist_ok=True)

    def get(self, kind: str, key: str, target: Path) -> bool:
        """Put the entry at `target`, where nothing may be yet; False when there is none."""
        if not self.limit_bytes:
            return False
        entry = self._path(kind, key)
        try:
            os.utime(entry)
            _link_or_copy(entry, target, target.with_name(f"{target.name}-{uuid.uuid4().hex}"))
        except FileNotFoundError:
            return False
        return True

    def put(self, kind: str, key: str, source: Path) -> None:
        """Keep a finished file, which nobody may write to any more. What is there already stays."""
        entry = self._path(kind, key)
        if not self.limit_bytes or entry.exists():
            return
        entry.parent.mkdir(parents=True, exist_ok=True)
        os.utime(source)  # before others see the entry, of which this is another name: it may be removed at once
        _link_or_copy(source, entry, self._unfinished / uuid.uuid4().hex)

    def drop(self, kind: str, key: str) -> None:
        self._path(kind, key).unlink(missing_ok=True)

    @contextmanager
    def lock(self, kind: str, key: str, check: Callable[[], None]) -> Iterator[None]:
        """Held while an entry is made, so that nobody makes it at the same time."""
        if not self.limit_bytes:
            yield
            return
        with locked(self._locks / f"{kind}-{key}", check):
            yield

    @property
    def used_bytes(self) -> int:
        return sum(entry.size for entry in self._all())

    def trim(self) -> None:
        """Remove what was not used for longest until the rest is within the limit and the disk has room."""
        entries = sorted(self._all(), key=lambda entry: entry.used_at)
        used = sum(entry.size for entry in entries)
        keep = self.limit_bytes * _TRIMMED_TO if used > self.limit_bytes else used
        for entry in entries:
            if used <= keep and not self._disk_is_full():
                break
            entry.path.unlink(missing_ok=True)
            used -= entry.size
        self._remove_left_over()

    def _disk_is_full(self) -> bool:
        return shutil.disk_usage(self._entries).free < self._min_free_bytes

    def _all(self) -> Iterator[_Entry]:
        for path in self._entries.glob("*/*/*"):
            try:
                facts = path.stat()
            except FileNotFoundError:  # another process trims too
                continue
            yield _Entry(facts.st_mtime, facts.st_size, path)

    def _remove_left_over(self) -> None:
        """Copies and locks of processes that were killed."""
        for path in [*self._unfinished.glob("*"), *self._locks.glob("*")]:
            try:
                if path.stat().st_mtime < time.time() - _UNFINISHED_SECONDS:
                    path.unlink()
            except FileNotFoundError:
                continue

    def _path(self, kind: str, key: str) -> Path:
        return self._entries / kind / key[:2] / key


def _link_or_copy(source: Path, target: Path, unfinished: Path) -> None:
    """A link where the file system allows it, else a copy that appears at once."""
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without links
        try:
            shutil.copyfile(source, unfinished)
            with unfinished.open("rb") as file:
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
