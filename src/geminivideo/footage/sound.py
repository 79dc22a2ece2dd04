"""How loud a file is over time: ITU-R BS.1770 power in steps of 100 ms, from which any stretch's LUFS follow."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.decode import open_container
from geminivideo.footage.extractors.guard import Guard

_RATE = 48_000
_STEP = _RATE // 10
_BLOCK_STEPS = 4  # gating blocks of 400 ms, each 100 ms after the last
SILENCE_LUFS = -70.0  # the absolute gate of the standard; what is quieter counts as silence
_RELATIVE_GATE_LU = 10.0
# The K weighting of BS.1770-5 for 48 kHz: a shelf for the head, then a high-pass; b0 b1 b2 a0 a1 a2.
_K_WEIGHTING = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585),
    (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621),
)

Samples = npt.NDArray[np.float64]


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


def measure_loudness(
    path: Path, duration_seconds: float, guard: Guard, check: Callable[[], None], on_second: Callable[[float], None]
) -> Loudness | None:
    """Decode the first sound track once; None when there is none, or when measuring it broke down (see `guard`)."""
    with open_container(path) as container:
        if not container.streams.audio:
            return None
        meter = guard.attempt("loudness", 0.0, _Meter, duration_seconds, container)
        if meter is None:
            return None
        problems: list[str] = []
        for frame in _decoded(container, problems):
            check()
            on_second(guard.attempt("loudness", 0.0, meter.hear, frame) or 0.0)
        powers = guard.attempt("loudness", 0.0, meter.powers)
        return None if powers is None else Loudness(powers=powers, problems=tuple(problems))


class _Meter:
    """Adds up energy per step; its size is fixed by the file's duration, whatever the timestamps claim."""

    def __init__(self, duration_seconds: float, container: Any) -> None:
        import av
        from scipy.signal import sosfilt

        self._filter: Any = sosfilt
        codec = container.streams.audio[0].codec_context
        if codec is None:
            raise ValueError("there is no decoder for this kind of sound")
        layout = "mono" if codec.channels == 1 else "stereo"
        self._resampler = av.AudioResampler(format="fltp", layout=layout, rate=_RATE)
        self._start = (container.start_time or 0) / 1_000_000
        steps = math.ceil(duration_seconds * 10) + 1
        self._energy = np.zeros(steps)
        self._count = np.zeros(steps)
        self._state: Samples | None = None

    def hear(self, frame: Any) -> float:
        """Add a decoded frame; answers how far the sound is, in seconds."""
        at = 0.0
        for resampled in self._resampler.resample(frame):
            at = float((resampled.pts or 0) * (resampled.time_base or 0)) - self._start
            self._add(at, resampled.to_ndarray().astype(np.float64))
        return at

    def _add(self, at: float, heard: Samples) -> None:
        if self._state is None:
            self._state = np.zeros((len(_K_WEIGHTING), heard.shape[0], 2))
        weighted, self._state = self._filter(np.asarray(_K_WEIGHTING), heard, zi=self._state)
        steps = (round(at * _RATE) + np.arange(heard.shape[1])) // _STEP
        inside = (steps >= 0) & (steps < self._energy.size)
        self._energy += np.bincount(steps[inside], (weighted**2).sum(axis=0)[inside], self._energy.size)
        self._count += np.bincount(steps[inside], minlength=self._energy.size)

    def powers(self) -> tuple[float, ...]:
        means = self._energy / np.maximum(self._count, 1)
        return tuple(float(f"{power:.4g}") for power in means)


def _decoded(container: Any, problems: list[str]) -> Iterator[Any]:
    """Frames of the first sound track; damaged packets are left out and counted."""
    import av

    damaged = 0
    packets = container.demux(container.streams.audio[0])
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except av.FFmpegError as error:
            problems.append(f"the sound cannot be read to its end ({error.strerror})")
            break
        try:
            yield from packet.decode()
        except av.FFmpegError:
            damaged += 1
    if damaged:
        problems.append(f"{damaged} damaged pieces of sound were left out")


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(max(power, 1e-12))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
