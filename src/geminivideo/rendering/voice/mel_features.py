"""How speech sounds every 10 ms, apart from who speaks: mel cepstra and how they change. numpy alone."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.pcm import RATE, Samples

Features = NDArray[np.float32]

HOP_SECONDS = 0.01
_RATE = 16_000
_HOP, _WINDOW, _SIZE = 160, 400, 512
_BANDS, _CEPSTRA = 26, 13
_LOWEST_HZ, _HIGHEST_HZ = 100.0, 7_000.0
_FLOOR = 1e-7  # of the loudest: what is below counts as equally silent
_SPOKEN_DB = 35.0  # below the loud frames: what is quieter is left out of the averages
_CHANGE_FRAMES, _CHANGE_WEIGHT = 2, 0.7


def features(sound: Samples) -> tuple[Features, NDArray[np.float64]]:
    """(frames, 26) features of mono sound, each of equal weight, and each frame's level in dB."""
    power = _power(_slow(sound))
    level = 10 * np.log10(np.maximum(power.sum(axis=1), power.sum(axis=1).max() * _FLOOR + 1e-20))
    spoken = level > np.percentile(level, 95) - _SPOKEN_DB
    bands = power @ _filters().T
    cepstra = np.log(np.maximum(bands, bands.max() * _FLOOR + 1e-20)) @ _cosines().T
    changes = _equalised(_change(cepstra), spoken) * _CHANGE_WEIGHT
    return np.hstack([_equalised(cepstra, spoken), changes]).astype(np.float32), level


def _slow(sound: Samples) -> NDArray[np.float64]:
    """At 16 kHz, with the usual lift of high frequencies."""
    spectrum = np.fft.rfft(sound)
    length = len(sound) * _RATE // RATE
    slow = np.fft.irfft(spectrum[: length // 2 + 1], length) * (length / len(sound))
    return np.asarray(np.append(slow[0], slow[1:] - 0.97 * slow[:-1]), np.float64)


def _power(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.pad(sound, _WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP]
    return np.asarray(np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), _SIZE)) ** 2)


def _equalised(values: NDArray[np.float64], spoken: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Without the colour of a voice and a microphone: each column with mean 0 and deviation 1 where is speech."""
    return np.asarray((values - values[spoken].mean(axis=0)) / (values[spoken].std(axis=0) + 1e-6))


def _change(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The slope over 50 ms."""
    reach, frames = _CHANGE_FRAMES, len(values)
    padded = np.pad(values, ((reach, reach), (0, 0)), mode="edge")
    steps = [step * (padded[reach + step :][:frames] - padded[reach - step :][:frames]) for step in (1, reach)]
    return np.asarray(sum(steps))


@lru_cache(maxsize=1)
def _filters() -> NDArray[np.float64]:
    def mel(hertz: float) -> float:
        return float(2595 * np.log10(1 + hertz / 700))

    edges = 700 * (10 ** (np.linspace(mel(_LOWEST_HZ), mel(_HIGHEST_HZ), _BANDS + 2) / 2595) - 1)
    at = np.fft.rfftfreq(_SIZE, 1 / _RATE)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.asarray(np.clip(np.minimum((at - low) / (middle - low), (high - at) / (high - middle)), 0, None))


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float64]:
    return np.asarray(np.cos(np.pi * np.outer(np.arange(_CEPSTRA), np.arange(_BANDS) + 0.5) / _BANDS))
