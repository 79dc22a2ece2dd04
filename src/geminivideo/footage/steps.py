"""Finished steps of an analysis kept as JSON files, so that after a crash it goes on where it stopped."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from geminivideo.core.disk import out_of_room_is_named
from geminivideo.core.file_locks import locked

M = TypeVar("M", bound=BaseModel)


class Steps:
    """`fingerprint` stands for everything the results depend on; files of another one are not looked at.

    Without a folder nothing is kept and every step is done.
    """

    def __init__(self, folder: Path | None, fingerprint: str) -> None:
        self._folder = folder / fingerprint if folder else None

    @property
    def folder(self) -> Path | None:
        """Where a step may keep what it has done of itself."""
        return self._folder

    def run(self, name: str, model: type[M], produce: Callable[[], M]) -> M:
        kept = self._read(name, model)
        if kept is not None:
            return kept
        fresh = produce()
        self._write(name, fresh)
        return fresh

    def _read(self, name: str, model: type[M]) -> M | None:
        if self._folder is None:
            return None
        try:
            return model.model_validate_json((self._folder / f"{name}.json").read_bytes())
        except (FileNotFoundError, ValidationError):  # never done, or not written to its end: then it is done again
            return None

    def _write(self, name: str, result: BaseModel) -> None:
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{name}.{secrets.token_hex(4)}"
        try:
            with out_of_room_is_named(self._folder), draft.open("w", encoding="utf-8") as file:
                file.write(result.model_dump_json())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._folder / f"{name}.json")
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def alone_in(folder: Path, check: Callable[[], None]) -> Iterator[None]:
    """Wait until nobody else on this machine works in a folder of steps; `check` may raise meanwhile.

    Two analyses of one file at once would mix their checkpoints, and one would remove the sound that the other hears.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_name(f"{folder.name}.lock"), check):
        yield


def fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
