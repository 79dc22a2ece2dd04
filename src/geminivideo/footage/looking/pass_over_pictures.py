"""The pass over a file's pictures, as the process of the pass runs it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import UnsupportedMediaError
from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.extractors.guard import Failure
from geminivideo.footage.looking.checkpoint import Checkpoint, Part
from geminivideo.footage.looking.observer import Observer
from geminivideo.footage.looking.resuming import pictures_after
from geminivideo.footage.passes.telling import Telling
from geminivideo.footage.settings import AnalysisSettings

_PART_SECONDS = 2.0


class LookRequest(Frozen):
    """With a checkpoint the pass goes on there; `failures` are those that were known by then."""

    path: Path
    settings: AnalysisSettings
    checkpoint: Checkpoint | None = None
    failures: tuple[Failure, ...] = ()


def run(arguments: dict[str, Any], telling: Telling) -> None:
    import cv2

    cv2.setNumThreads(1)  # the finders' threads and the decoder's are enough for a machine's cores
    look(LookRequest.model_validate(arguments), telling.at, telling.part)


def look(request: LookRequest, on_second: Callable[[float], None], on_part: Callable[[Part], None]) -> None:
    """Look at every picture.

    Raises:
        UnsupportedMediaError: when not one picture can be decoded.
    """
    with ExitStack() as stack:
        observer = stack.enter_context(closing(Observer(request.settings)))
        reader, pictures = _pictures(request, observer, stack, on_second)
        parts = _Parts(observer, reader, request.settings.checkpoint_seconds, on_part)
        for picture in pictures:
            observer.see(picture)
            on_second(picture.at_seconds)
            parts.after(picture)
        if not parts.any and not request.checkpoint:
            raise _nothing_to_see()
        on_part(Part(seen=observer.take(reader.problems, everything=True)))


class _Parts:
    """Hands on what was found every few seconds of the file, and now and then with a checkpoint."""

    def __init__(
        self, observer: Observer, reader: VideoReader, checkpoint_seconds: float, on_part: Callable[[Part], None]
    ) -> None:
        self._observer = observer
        self._reader = reader
        self._checkpoint_seconds = checkpoint_seconds
        self._on_part = on_part
        self._told_at = self._kept_at = 0.0
        self.any = False

    def after(self, picture: Picture) -> None:
        at = picture.at_seconds
        if not self.any:
            self.any = True
            self._told_at = self._kept_at = at
        if at - self._kept_at >= self._checkpoint_seconds:
            seen = self._observer.take([], everything=True)
            checkpoint = self._observer.checkpoint(picture.index + 1, orderly=self._reader.orderly)
            self._on_part(Part(seen=seen, checkpoint=checkpoint))
            self._told_at = self._kept_at = at
        elif at - self._told_at >= _PART_SECONDS:
            self._on_part(Part(seen=self._observer.take([], everything=False)))
            self._told_at = at


def _pictures(
    request: LookRequest, observer: Observer, stack: ExitStack, on_second: Callable[[float], None]
) -> tuple[VideoReader, Iterator[Picture]]:
    settings = request.settings

    def open_reader() -> VideoReader:
        return VideoReader(request.path, threads=settings.decode_threads, max_pixels=settings.max_pixels)

    if request.checkpoint:
        observer.go_on(request.checkpoint, request.failures)
        return pictures_after(request.checkpoint, open_reader, stack, observer.warm_up, on_second)
    reader = stack.enter_context(open_reader())
    return reader, iter(reader)


def _nothing_to_see() -> UnsupportedMediaError:
    return UnsupportedMediaError(
        "Not one picture of the video can be decoded.",
        next_step="upload the file again; if it plays elsewhere, convert it to MP4 (H.264) first",
    )
