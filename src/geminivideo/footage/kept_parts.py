"""What a pass over pictures has told, in memory and, up to its last checkpoint, in a file that outlives a crash."""

import os
from pathlib import Path

from pydantic import ValidationError

from geminivideo.core.disk import out_of_room_is_named
from geminivideo.footage.looking.checkpoint import Part

_NAME = "pictures.parts"  # a JSON object a line


class KeptParts:
    """Without a folder they are kept in memory alone."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / _NAME if folder else None
        self.parts = self._read()
        self._whole = len(self.parts)  # so many belong to the last checkpoint and those before it

    @property
    def last(self) -> Part | None:
        """The part with the last checkpoint."""
        return self.parts[self._whole - 1] if self._whole else None

    @property
    def next_index(self) -> int:
        return self.last.checkpoint.next_index if self.last and self.last.checkpoint else 0

    def add(self, part: Part) -> None:
        self.parts.append(part)
        if part.checkpoint:
            self._append(self.parts[self._whole :])
            self._whole = len(self.parts)

    def rewind(self) -> None:
        """Forget what came after the last checkpoint: it will be told once more."""
        del self.parts[self._whole :]

    def _append(self, parts: list[Part]) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with out_of_room_is_named(self._file.parent), self._file.open("a", encoding="utf-8") as file:
            file.writelines(part.model_dump_json() + "\n" for part in parts)
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> list[Part]:
        """Up to the last checkpoint; what stands after it was not written to its end, and is cut off."""
        if self._file is None or not self._file.exists():
            return []
        parts, whole, read = [], 0, 0
        with self._file.open("rb") as file:
            for line in file:
                try:
                    parts.append(Part.model_validate_json(line))
                except ValidationError:
                    break
                read += len(line)
                if parts[-1].checkpoint:
                    whole, kept = len(parts), read
        os.truncate(self._file, kept if whole else 0)
        return parts[:whole]


def remove_parts(folder: Path | None) -> None:
    """Once all that the pass told is kept as one step: those of an hour are some 15 MB."""
    if folder:
        (folder / _NAME).unlink(missing_ok=True)
