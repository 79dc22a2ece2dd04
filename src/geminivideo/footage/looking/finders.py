"""The costly measurements: what looks for things in a few pictures a second, beside the decoder.

To add one: give it a line in FINDERS and a field of the same name in `Sample`. It is built and asked in the process
of the pass, which has no network: weights have to be on this machine by then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.faces import FaceDetector
from geminivideo.footage.extractors.objects.choosing import choose_detector
from geminivideo.footage.extractors.writing.reader import WritingReader
from geminivideo.footage.settings import AnalysisSettings


class Finder(Protocol):
    """Asked by one thread, which is not the one that built it."""

    @property
    def backend(self) -> str:
        """Name and version."""

    def find(self, picture: Picture) -> Sequence[Frozen]: ...


@runtime_checkable
class RememberingFinder(Finder, Protocol):
    """One whose answers depend on what it saw before."""

    def forget(self) -> None:
        """From here on answer as one that was built anew."""


@dataclass(frozen=True, slots=True)
class FinderKind:
    """`name` is a field of `Sample`, what failures are told of, and a key of `SceneContent.backends`."""

    name: str
    looks_per_second: Callable[[AnalysisSettings], float]  # at most samples_per_second: it looks at samples only
    build: Callable[[AnalysisSettings], Finder]  # raises when it is not installed
    after_cuts: bool = False  # a look soon after each cut too


FINDERS = (
    FinderKind(
        "faces",
        lambda settings: settings.samples_per_second,
        lambda settings: FaceDetector(settings.face_long_edge, settings.face_confidence),
    ),
    FinderKind(
        "text",
        lambda settings: 1 / settings.text_every_seconds,
        lambda settings: WritingReader(settings.text_long_edge, settings.text_confidence),
        after_cuts=True,
    ),
    FinderKind(
        "objects",
        lambda settings: min(settings.samples_per_second, settings.objects.looks_per_second),
        lambda settings: choose_detector(settings.objects),
    ),
)
