"""Sound as a recogniser takes it, written to disk as it goes by: nothing of an hour of it is held."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy.typing as npt

from geminivideo.core.disk import out_of_room_is_named
from geminivideo.core.media.sound_decode import SPEECH_RATE
from geminivideo.footage.sound_track import Resampling

_TOLERANCE = SPEECH_RATE // 50  # timestamps are rounded; what is further off is a gap or a repetition
_AT_ONCE = 1024**2  # bytes
_BYTES = 2


class SpeechSamples:
    """Writes bare 16-bit samples, mono, SPEECH_RATE a second; the first is at the start of the file, whenever the
    track begins. There are never more than the file's duration has room for, whatever the timestamps claim. The file
    has its name when it is whole.
    """

    def __init__(self, path: Path, duration_seconds: float, start_seconds: float) -> None:
        self._path = path
        self._draft = path.with_suffix(".part")
        self._most = round(duration_seconds * SPEECH_RATE)
        self._known = 0
        self._pending = bytearray()
        self._resampling = Resampling("s16", "mono", SPEECH_RATE, start_seconds)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._draft.write_bytes(b"")

    def hear(self, frame: Any) -> float:
        """Add a decoded frame; answers how far the sound is, in seconds."""
        self._add_all(self._resampling.of(frame))
        if len(self._pending) >= _AT_ONCE:
            self._write()
        return self._known / SPEECH_RATE

    def end(self) -> None:
        self._add_all(self._resampling.rest())
        self._write()
        self._draft.replace(self._path)

    def _add_all(self, parts: Iterable[tuple[float, npt.NDArray[Any]]]) -> None:
        for at, samples in parts:
            heard = samples.ravel()
            late = round(at * SPEECH_RATE) - self._known
            if late < -_TOLERANCE:
                heard = heard[-late:]
            elif late > _TOLERANCE:
                self._pause(min(late, self._most - self._known))
            heard = heard[: max(0, self._most - self._known)]
            self._pending += heard.astype("<i2").tobytes()
            self._known += len(heard)

    def _pause(self, samples: int) -> None:
        self._write()
        self._known += samples
        with self._draft.open("r+b") as file:
            file.truncate(self._known * _BYTES)  # a hole: silence that takes no room

    def _write(self) -> None:
        with out_of_room_is_named(self._path.parent), self._draft.open("ab") as file:
            file.write(self._pending)
        self._pending.clear()


def bytes_for(duration_seconds: float) -> int:
    """What the samples of that long a file take at most."""
    return round(duration_seconds * SPEECH_RATE) * _BYTES


def copy_stretch(sound: Path, start_seconds: float, end_seconds: float, target: Path) -> None:
    """Write a stretch of samples to a file of their own."""
    first, last = (round(at * SPEECH_RATE) * _BYTES for at in (start_seconds, end_seconds))
    with sound.open("rb") as file:
        file.seek(first)
        target.write_bytes(file.read(last - first))
