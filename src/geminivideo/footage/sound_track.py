"""One pass over a file's sound: frames of one track, and those as samples of the form that a listener wants."""

from collections.abc import Iterator
from typing import Any

import numpy.typing as npt

from geminivideo.footage.decoding import Losses, decoded


class SoundTrack:
    """The first track that there is a decoder for, which is also what an ad plays of a clip."""

    def __init__(self, container: Any) -> None:
        self._container = container
        tracks = container.streams.audio
        self._track: Any = next((track for track in tracks if track.codec_context is not None), None)
        self.count = len(tracks)
        self.problems: list[str] = []
        if self._track is not None and self.count > 1:
            which = "first" if self._track is tracks[0] else "first that can be decoded"
            self.problems.append(f"of {self.count} sound tracks only the {which} was listened to")

    @property
    def channels(self) -> int:
        """0: there is nothing to listen to."""
        return self._track.codec_context.channels if self._track is not None else 0

    @property
    def start_seconds(self) -> float:
        """Where the file itself starts, on the clock of its tracks."""
        return (self._container.start_time or 0) / 1_000_000

    def frames(self) -> Iterator[Any]:
        """Damaged packets are left out and counted in `problems`."""
        losses = Losses()
        yield from decoded(self._container, self._track, losses)
        if losses.broken_off:
            self.problems.append(f"the sound cannot be read to its end ({losses.broken_off})")
        if losses.damaged:
            self.problems.append(f"{losses.damaged} damaged pieces of sound were left out")


class Resampling:
    """Frames to samples of one form. A track may change its own form in the middle."""

    def __init__(self, form: str, layout: str, rate: int, start_seconds: float) -> None:
        self._wanted: dict[str, Any] = {"format": form, "layout": layout, "rate": rate}
        self._start = start_seconds
        self._form: tuple[object, ...] | None = None
        self._resampler: Any = None

    def of(self, frame: Any) -> Iterator[tuple[float, npt.NDArray[Any]]]:
        """Seconds of the file at which samples begin, and those as (channels, n)."""
        import av

        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            yield from self.rest()
            self._form, self._resampler = form, av.AudioResampler(**self._wanted)
        yield from self._placed(frame)

    def rest(self) -> Iterator[tuple[float, npt.NDArray[Any]]]:
        """What the resampler still holds."""
        if self._resampler is not None:
            yield from self._placed(None)
            self._resampler = None

    def _placed(self, frame: Any) -> Iterator[tuple[float, npt.NDArray[Any]]]:
        for part in self._resampler.resample(frame):
            at = float((part.pts or 0) * (part.time_base or 0)) - self._start
            yield at, part.to_ndarray()
