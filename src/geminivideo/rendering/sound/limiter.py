"""A look-ahead true-peak limiter. The whole sound is at hand, so gains are envelopes and not a running filter."""

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.loudness import different_channels, interpolated_peaks, true_peak
from geminivideo.rendering.sound.pcm import RATE, Samples

_BLOCK = 64
_ATTACK = 1500 * _BLOCK / RATE  # dB a block: 10 dB are reached within 7 ms before the peak
_RELEASE = 70 * _BLOCK / RATE


def limit(sound: Samples, ceiling: float) -> Samples:
    """`sound`, shaped (samples, channels), with no true peak above `ceiling` (linear)."""
    if not len(sound):
        return sound
    reduction = _wanted_reduction(sound, ceiling)
    if not reduction.any():
        return sound
    limited = sound * _gain(_envelope(reduction), len(sound))[:, None]
    left_over = true_peak(limited) / ceiling  # the moving gain itself can lift a peak between samples by a hair
    return limited if left_over <= 1 else limited / np.float32(left_over)


def _wanted_reduction(sound: Samples, ceiling: float) -> NDArray[np.float64]:
    """How many dB each block must come down."""
    blocks = -(-len(sound) // _BLOCK)
    highest = np.zeros(blocks * _BLOCK, np.float32)
    for channel in different_channels(sound):
        np.maximum(highest[: len(sound)], interpolated_peaks(channel, ceiling), out=highest[: len(sound)])
    peaks = highest.reshape(blocks, _BLOCK).max(axis=1).astype(np.float64)
    return np.asarray(20 * np.log10(np.maximum(peaks / ceiling, 1.0)))


def _envelope(reduction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Down in time before each peak, up again slowly after it, both straight lines in dB."""
    slope = np.arange(len(reduction))
    released = np.maximum.accumulate(reduction + slope * _RELEASE) - slope * _RELEASE
    attacked = np.maximum.accumulate(reduction[::-1] + slope * _ATTACK)[::-1] - slope[::-1] * _ATTACK
    return np.asarray(np.maximum(np.maximum(released, attacked), 0.0), np.float64)


def _gain(envelope: NDArray[np.float64], length: int) -> Samples:
    """At a block's edges the stronger of the two reductions holds, so that no block gets less than it needs."""
    edges = np.maximum(np.append(envelope, 0.0), np.append(0.0, envelope))
    gain = np.ones((len(envelope), _BLOCK), np.float32)
    held = np.flatnonzero((edges[:-1] > 0) | (edges[1:] > 0))
    begin, end = edges[held, None], edges[held + 1, None]
    gain[held] = 10 ** (-(begin + (end - begin) * (np.arange(_BLOCK) / _BLOCK)) / 20)
    return gain.reshape(-1)[:length]
