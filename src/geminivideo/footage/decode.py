"""One pass over a file's pictures, upright and scaled down, shared by everything that looks at them."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import numpy as np

from geminivideo.core.errors import UnsupportedMediaError
from geminivideo.core.media.containers import demuxer_for, describe_unknown
from geminivideo.core.media.display_size import display_size
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decoding import Losses, decoded
from geminivideo.footage.orientation import Orientation

_HEAD_BYTES = 4096
SMALL_LONG_EDGE = 256  # what PySceneDetect scales to for its own passes
_SHORTEST_EDGE = 16
_REMEDY = "upload the file again; if it plays elsewhere, convert it to MP4 (H.264) first"


def open_container(path: Path) -> Any:
    """Open a file with the one demuxer that its first bytes call for, never another file or an address."""
    import av

    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    demuxer = demuxer_for(head)
    if demuxer is None:
        raise UnsupportedMediaError(describe_unknown(head), next_step=_REMEDY)
    try:
        # Titles and the like are in any encoding; nobody reads them here.
        options = {"protocol_whitelist": "file"}
        return av.open(str(path), format=demuxer, options=options, metadata_errors="replace")
    except av.FFmpegError as error:
        raise UnsupportedMediaError(f"The file cannot be opened ({error.strerror}).", next_step=_REMEDY) from error


class Scaler:
    """Scales the pictures of one file; keeps one scaling context per size, and the size of the first picture.

    Any thread may ask: those that want the same size take turns.
    A file whose pictures change size in the middle is scaled to the same sizes throughout.
    """

    def __init__(self, frame: Any, pixel_aspect: Fraction | None = None) -> None:
        self.orientation = _orientation(frame)
        self._stored = display_size(frame.width, frame.height, pixel_aspect)
        self._contexts: dict[tuple[int, str], tuple[Any, Lock]] = {}

    def scaled(self, frame: Any, long_edge: int, layout: str) -> Pixels:
        """The upright picture as `layout` ("bgr24", "gray"), at most `long_edge` pixels long; never enlarged."""
        from av.video.reformatter import VideoReformatter

        context, lock = self._contexts.setdefault((long_edge, layout), (VideoReformatter(), Lock()))
        width, height = fitted(*self._stored, long_edge)
        with lock:
            small = context.reformat(frame, width=width, height=height, format=layout, interpolation="AREA", threads=1)
        return self.orientation.upright(small.to_ndarray())


class Picture:
    """One upright picture of a file, which keeps its pixels for as long as somebody holds it; any thread may ask."""

    def __init__(self, index: int, at_seconds: float, seconds: float, frame: Any, scaler: Scaler) -> None:
        self.index = index
        self.at_seconds = at_seconds
        self.seconds = seconds
        self._frame = frame
        self._scaler = scaler
        self._ready: dict[tuple[int, str], Pixels] = {}
        self._lock = Lock()

    def bgr(self, long_edge: int = SMALL_LONG_EDGE) -> Pixels:
        return self._get(long_edge, "bgr24")

    def gray(self, long_edge: int) -> Pixels:
        return self._get(long_edge, "gray")

    def _get(self, long_edge: int, layout: str) -> Pixels:
        key = (long_edge, layout)
        with self._lock:
            if key not in self._ready:
                self._ready[key] = self._scaler.scaled(self._frame, long_edge, layout)
            return self._ready[key]


class VideoReader:
    """Iterate for all pictures, in order of time; `problems` tells afterwards what could not be read.

    Seconds count from the start of the file as a container defines it (its earliest stream), which is also what
    ffmpeg's `-ss` counts from.
    """

    def __init__(self, path: Path, *, threads: int = 1, max_pixels: int) -> None:
        self.problems: list[str] = []
        self.orderly = True  # so far every picture came whole, in order and with a time of its own
        self._container = open_container(path)
        self._video = _first_video(self._container)
        context = self._video.codec_context
        context.thread_type, context.thread_count = "AUTO", threads
        # The decoder itself refuses a picture that grows in mid-file, before it allocates anything for it.
        context.options = {"max_pixels": str(max_pixels)}
        rate = self._video.average_rate or self._video.base_rate
        self._usual_seconds = 1 / float(rate) if rate else 1 / 25
        self._start = (self._container.start_time or 0) / 1_000_000
        self._scaler: Scaler | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._container.close()

    def __iter__(self) -> Iterator[Picture]:
        previous, index, astray = float("-inf"), 0, 0
        for frame in self._frames():
            at = self._at(frame, previous)
            if at <= previous:
                self.orderly, astray = False, astray + 1
                continue  # out of order: such a picture is never shown, so no scene can begin with it
            yield self._picture(index, at, frame)
            previous, index = at, index + 1
        if astray:
            self.problems.append(f"{astray} pictures whose time lies before that of earlier ones were left out")

    def pictures_from(self, seconds: float) -> Iterator[Picture]:
        """Pictures from the last key frame before `seconds` on, numbered from there; ask nothing else before it."""
        for frame in self._frames():  # the first one of the file says how all are turned and scaled
            self._picture(0, 0.0, frame)
            break
        self._container.seek(max(0, int((seconds + self._start) * 1_000_000)))
        yield from self

    def picture_at(self, seconds: float) -> Picture | None:
        """The picture shown at that moment; None past the end."""
        self._container.seek(max(0, int((seconds + self._start) * 1_000_000)))
        for frame in self._frames():
            at = self._at(frame, seconds)
            if at + self._length(frame) > seconds + 1e-4:
                return self._picture(0, at, frame)
        return None

    def _frames(self) -> Iterator[Any]:
        losses = Losses()
        for frame in decoded(self._container, self._video, losses):
            self.orderly = self.orderly and not losses.damaged
            yield frame
        if losses.broken_off:
            self.problems.append(f"the file cannot be read to its end ({losses.broken_off})")
        if losses.damaged:
            self.orderly = False
            self.problems.append(f"{losses.damaged} damaged pictures were left out")

    def _picture(self, index: int, at: float, frame: Any) -> Picture:
        self._scaler = self._scaler or Scaler(frame, self._video.sample_aspect_ratio)
        return Picture(index, at, self._length(frame), frame, self._scaler)

    def _at(self, frame: Any, previous: float) -> float:
        if frame.pts is None:
            self.orderly = False
            return max(previous, 0.0) + self._usual_seconds
        return max(0.0, float(frame.pts * frame.time_base) - self._start)

    def _length(self, frame: Any) -> float:
        return float(frame.duration * frame.time_base) if frame.duration else self._usual_seconds


def fitted(width: int, height: int, long_edge: int) -> tuple[int, int]:
    """Width and height scaled so that the longer one is at most `long_edge`; tiny pictures stay measurable."""
    scale = min(1.0, long_edge / max(width, height))
    return max(_SHORTEST_EDGE, round(width * scale)), max(_SHORTEST_EDGE, round(height * scale))


def _first_video(container: Any) -> Any:
    """The first video track that there is a decoder for and that is not a cover picture."""
    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & stream.disposition.attached_pic:
            return stream
    raise UnsupportedMediaError("The file has no video track.", next_step=_REMEDY)


def _orientation(frame: Any) -> Orientation:
    for extra in frame.side_data:
        if extra.type.name == "DISPLAYMATRIX":
            return Orientation.from_display_matrix(bytes(extra))
    return Orientation()


def is_flat(gray: Pixels) -> bool:
    """Whether there is nothing to see: black, white, or one colour."""
    return float(np.std(gray)) < 1.5
