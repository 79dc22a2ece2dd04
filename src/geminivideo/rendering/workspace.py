"""The folder of one render. Each finished stage is a file named by a hash of what it was made from.

A stage that was finished before a crash is found again and not repeated; one whose input changed gets another name.
A file appears under its name only when it is whole.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from geminivideo.core.disk import ensure_room, out_of_room_is_named

_KEY_LETTERS = 20
_UNFINISHED = "unfinished-"
_LEAST_FREE_BYTES = 256 * 1024**2


class Workspace:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        ensure_room(folder, _LEAST_FREE_BYTES)
        for left in folder.glob(f"{_UNFINISHED}*"):  # by a process that was killed
            shutil.rmtree(left) if left.is_dir() else left.unlink()

    def path(self, stage: str, inputs: str, ending: str) -> Path:
        digest = hashlib.sha256(inputs.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LETTERS]
        return self.folder / f"{stage}-{digest}{ending}"

    def produce(self, stage: str, inputs: str, ending: str, make: Callable[[Path], None]) -> Path:
        """The stage's file; `make` writes it to the path it is given, unless it was made before from equal inputs."""
        target = self.path(stage, inputs, ending)
        if target.exists():
            return target
        unfinished = self.folder / f"{_UNFINISHED}{target.name}"
        try:
            with out_of_room_is_named(self.folder):
                make(unfinished)
                _settle(unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return target

    def produce_text(self, stage: str, inputs: str, ending: str, make: Callable[[], str]) -> str:
        path = self.produce(stage, inputs, ending, lambda target: _write(target, make()))
        return path.read_text("utf-8")

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for the time of a `with`, on the same disk as the results."""
        with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=self.folder) as folder:
            yield Path(folder)

    def link(self, name: str, target: Path) -> str:
        """Give a file from elsewhere a name of ours in the folder, so that only that name is ever written down."""
        link = self.folder / name
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(target.resolve())
        except OSError:  # a file system without links
            shutil.copyfile(target, link)
        return name


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _settle(path: Path) -> None:
    """On disk before it gets its name: a name must never lead to half a file after a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
