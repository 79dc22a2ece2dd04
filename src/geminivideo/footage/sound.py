"""How loud a file is over time: ITU-R BS.1770 power in steps of 100 ms, from which any stretch's LUFS follow."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.decode import open_container
from geminivideo.footage.extractors.guard import Guard
from geminivideo.footage.k_weighting import RATE, KWeighting, Samples
from geminivideo.footage.sound_track import Resampling, SoundTrack
from geminivideo.footage.speech.samples import SpeechSamples

_STEP = RATE // 10
_BLOCK_STEPS = 4  # gating blocks of 400 ms, each 100 ms after the last
SILENCE_LUFS = -70.0  # the absolute gate of the standard; what is quieter counts as silence
_RELATIVE_GATE_LU = 10.0
_QUIET_LUFS = -50.0


class Loudness(Frozen):
    """`powers[k]` is the K-weighted power, all channels together, from k to k+1 tenths of a second."""

    powers: tuple[float, ...]
    problems: tuple[str, ...] = ()

    def lufs(self, start_seconds: float, end_seconds: float) -> float | None:
        """Gated loudness of a stretch, not below -70; None where there is no sound track at all."""
        first, last = math.floor(start_seconds * 10), max(math.ceil(end_seconds * 10), 1)
        powers = np.asarray(self.powers[first:last])
        if not powers.size:
            return None
        blocks = np.convolve(
            powers, np.full(min(_BLOCK_STEPS, powers.size), 1 / min(_BLOCK_STEPS, powers.size)), "valid"
        )
        loud = blocks[blocks > _power(SILENCE_LUFS)]
        if not loud.size:
            return SILENCE_LUFS
        gated = loud[loud >= _power(_lufs(float(loud.mean())) - _RELATIVE_GATE_LU)]
        return round(max(SILENCE_LUFS, _lufs(float(gated.mean()))), 2)

    def silence(self, start_seconds: float, end_seconds: float) -> float | None:
        """Share of a stretch in which nothing is heard: the tenths of a second that lie in a block of 400 ms below
        -50 LUFS. So a pause between words that is shorter is none, and a longer one counts from end to end. Where a
        track has not begun or is over, it is silent.
        """
        powers = np.asarray(self.powers)
        times = np.clip(np.asarray([start_seconds, end_seconds]) * 10, 0, powers.size)
        if times[1] - times[0] <= 0:
            return None
        size = min(_BLOCK_STEPS, powers.size)
        quiet = np.convolve(powers, np.full(size, 1 / size), "valid") < _power(_QUIET_LUFS)
        silent = np.concatenate([[0.0], np.cumsum(np.convolve(quiet, np.ones(size)) > 0)])
        at = np.interp(times, np.arange(silent.size), silent)
        return round(float((at[1] - at[0]) / (times[1] - times[0])), 4)


def measure_loudness(
    path: Path,
    duration_seconds: float,
    guard: Guard,
    check: Callable[[], None],
    on_second: Callable[[float], None],
    speech: Path | None = None,
) -> Loudness | None:
    """Decode the sound once; None when there is none, or when measuring it broke down (see `guard`).

    The same pass writes what a recogniser takes to `speech` (see `speech_samples`); there is no such file afterwards
    where there is no sound, or where that broke down.
    """
    with open_container(path) as container:
        track = SoundTrack(container)
        if not track.count:
            return None
        listeners = _listeners(track, duration_seconds, guard, speech)
        for frame in track.frames() if listeners else ():
            check()
            heard = [guard.attempt(name, 0.0, listener.hear, frame) for name, listener in listeners.items()]
            on_second(max((at for at in heard if at is not None), default=0.0))
        for name, listener in listeners.items():
            guard.attempt(name, 0.0, listener.end)
        meter = listeners.get("loudness")
        powers = guard.attempt("loudness", 0.0, meter.powers) if meter else None
        return None if powers is None else Loudness(powers=powers, problems=tuple(track.problems))


def _listeners(track: SoundTrack, duration_seconds: float, guard: Guard, speech: Path | None) -> dict[str, Any]:
    made: dict[str, Any] = {"loudness": guard.attempt("loudness", 0.0, _Meter, duration_seconds, track)}
    if speech and track.channels:
        made["speech"] = guard.attempt("speech", 0.0, SpeechSamples, speech, duration_seconds, track.start_seconds)
    return {name: listener for name, listener in made.items() if listener is not None}


class _Meter:
    """Adds up energy per step; its size is fixed by the file's duration, whatever the timestamps claim."""

    def __init__(self, duration_seconds: float, track: SoundTrack) -> None:
        if not track.channels:
            raise ValueError("there is no decoder for this kind of sound")
        self._resampling = Resampling("fltp", "mono" if track.channels == 1 else "stereo", RATE, track.start_seconds)
        steps = math.ceil(duration_seconds * 10) + 1
        self._energy = np.zeros(steps)
        self._count = np.zeros(steps)
        self._weighting: KWeighting | None = None

    def hear(self, frame: Any) -> float:
        """Add a decoded frame; answers how far the sound is, in seconds."""
        return self._add_all(self._resampling.of(frame))

    def end(self) -> None:
        self._add_all(self._resampling.rest())

    def _add_all(self, parts: Iterable[tuple[float, npt.NDArray[Any]]]) -> float:
        at = 0.0
        for at, heard in parts:
            self._add(at, heard.astype(np.float64))
        return at

    def _add(self, at: float, heard: Samples) -> None:
        self._weighting = self._weighting or KWeighting(heard.shape[0])
        weighted = self._weighting.of(heard)
        steps = (round(at * RATE) + np.arange(heard.shape[1])) // _STEP
        inside = (steps >= 0) & (steps < self._energy.size)
        if not inside.any():
            return
        first = int(steps[inside][0])
        here = steps[inside] - first
        energy = np.bincount(here, (weighted**2).sum(axis=0)[inside])
        self._energy[first : first + energy.size] += energy
        self._count[first : first + energy.size] += np.bincount(here)

    def powers(self) -> tuple[float, ...]:
        means = self._energy / np.maximum(self._count, 1)
        return tuple(float(f"{power:.4g}") for power in means)


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(max(power, 1e-12))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
