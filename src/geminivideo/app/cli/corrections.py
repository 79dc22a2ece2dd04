"""The file beside a video that says what is in its scenes, and what a person changed in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geminivideo.app.cli.reading import read_object
from geminivideo.core.errors import InvalidInputError
from geminivideo.footage.sidecar.document import SidecarDocument
from geminivideo.footage.sidecar.reading import is_changed, read_sidecar

_REMEDY = "mend it, or move it away: a new one is written then"


@dataclass(frozen=True, slots=True)
class SidecarFile:
    """`chosen`: somebody named it, so that it is wrong if it does not belong."""

    path: Path
    chosen: bool = True

    def read(self) -> tuple[dict[str, Any], SidecarDocument]:
        """Raise InvalidInputError, with the file's name, where it is no sidecar document."""
        given = read_object(self.path, "sidecar", example=_REMEDY)
        try:
            document = read_sidecar(given)
            is_changed(document)
        except InvalidInputError as error:
            raise InvalidInputError(f"{self.path}: {error.cause}", next_step=_REMEDY) from error
        return given, document

    def put_aside_if_of_another_file(self, sha256: str) -> Path | None:
        """Nobody's corrections are written over; gives where they are now."""
        if not self.path.exists() or self.read()[1].footage.sha256 == sha256:
            return None
        if self.chosen:
            raise InvalidInputError(
                f"The sidecar {self.path} is of another file than the video.",
                next_step="name the video that it was written for, or another --sidecar",
            )
        aside = self.path.with_suffix(f".{self.read()[1].footage.sha256[:12]}.json")
        self.path.replace(aside)
        return aside

    def to_be_sent(self, *, already_corrected: bool) -> dict[str, Any] | None:
        """The document if somebody changed it; or if it has corrections and the footage here knows of none."""
        if not self.path.exists():
            return None
        given, document = self.read()
        before = document.baseline.cuts_corrected or any(scene.corrected for scene in document.baseline.scenes)
        return given if is_changed(document) or (before and not already_corrected) else None
