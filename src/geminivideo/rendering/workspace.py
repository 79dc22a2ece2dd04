"""The folder of one render. Each finished stage is a file named by a hash of what it was made from.

A stage that was finished before a crash is found again and not repeated; one whose input changed gets another name.
A file appears under its name only when it is whole. What other renders can use too is kept in a cache beside.
"""

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from geminivideo.core.content_cache import ContentCache
from geminivideo.core.disk import ensure_room, out_of_room_is_named

_KEY_LETTERS = 20
_UNFINISHED = "unfinished-"
_LEAST_FREE_BYTES = 256 * 1024**2


class Workspace:
    def __init__(self, folder: Path, cache: ContentCache | None = None) -> None:
        self.folder = folder
        self._cache = cache
        folder.mkdir(parents=True, exist_ok=True)
        ensure_room(folder, _LEAST_FREE_BYTES)
        for left in folder.glob(f"{_UNFINISHED}*"):  # by a process that was killed
            shutil.rmtree(left) if left.is_dir() else left.unlink()

    def path(self, stage: str, inputs: str, ending: str) -> Path:
        return self.folder / f"{stage}-{_digest(inputs)[:_KEY_LETTERS]}{ending}"

    def produce(
        self,
        stage: str,
        inputs: str,
        ending: str,
        make: Callable[[Path], None],
        *,
        shared: bool = False,
        check: Callable[[], None] = lambda: None,
    ) -> Path:
        """The stage's file; `make` writes it to the path it is given, unless it was made before from equal inputs.

        A shared one may come from another render. While another makes the same, this waits and calls `check`.
        """
        found = self.find(stage, inputs, ending, shared=shared)
        if found is not None:
            return found
        target = self.path(stage, inputs, ending)
        if self._cache is None or not shared:
            self._make(target, make)
            return target
        with self._cache.lock(stage, _digest(inputs), check):
            if self.find(stage, inputs, ending, shared=True) is None:
                self._make(target, make)
                self._cache.put(stage, _digest(inputs), target)
        return target

    def find(self, stage: str, inputs: str, ending: str, *, shared: bool = False) -> Path | None:
        """The stage's file if it is here, or in the cache when it may be shared."""
        target = self.path(stage, inputs, ending)
        if target.exists():
            return target
        if shared and self._cache is not None and self._cache.get(stage, _digest(inputs), target):
            return target
        return None

    def forget(self, stage: str, inputs: str, ending: str) -> None:
        """A file that turned out to be faulty."""
        self.path(stage, inputs, ending).unlink(missing_ok=True)
        if self._cache is not None:
            self._cache.drop(stage, _digest(inputs))

    def produce_text(
        self, stage: str, inputs: str, ending: str, make: Callable[[], str], *, shared: bool = False
    ) -> str:
        path = self.produce(stage, inputs, ending, lambda target: _write(target, make()), shared=shared)
        return path.read_text("utf-8")

    def tidy(self) -> None:
        """Bring the cache back to its size."""
        if self._cache is not None:
            self._cache.trim()

    def _make(self, target: Path, make: Callable[[Path], None]) -> None:
        # Of this process alone: the worker that had the job before may still be at the same stage.
        unfinished = self.folder / f"{_UNFINISHED}{secrets.token_hex(4)}-{target.name}"
        try:
            with out_of_room_is_named(self.folder):
                make(unfinished)
                _settle(unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for the time of a `with`, on the same disk as the results."""
        with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=self.folder) as folder:
            yield Path(folder)


def link(target: Path, name: Path) -> None:
    """Give a file from elsewhere a name of ours, so that only that name is ever written down."""
    try:
        name.symlink_to(target.resolve())
    except OSError:  # a file system without links
        shutil.copyfile(target, name)


def _digest(inputs: str) -> str:
    return hashlib.sha256(inputs.encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _settle(path: Path) -> None:
    """On disk before it gets its name: a name must never lead to half a file after a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
