"""Loudness and true peak as ITU-R BS.1770-4 and EBU R 128 define them."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.pcm import RATE, Samples

# Section 2 of BS.1770-4: the two biquads of the K weighting at 48 kHz, as (b, a).
_HEAD = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_LOW_CUT = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_STEPS_PER_BLOCK = 4  # 400 ms blocks every 100 ms
_STEP = RATE // 10
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_OFFSET = -0.691

_FFT, _MEMORY = 32_768, 3072
_AT_ONCE = 16  # transforms
_TAPS = 24  # per phase of the four-fold oversampler
_PHASES = 4
_BLOCK, _BLOCKS_AT_ONCE = 64, 4096
_BLOCKS_A_PRODUCT = 12  # of larger ones the linear algebra library makes threads that wait busily for each other
_INTERSAMPLE = 0.6  # between samples a sound hardly ever rises by more than 3 dB
_BETA = 4.0  # of the Kaiser window


def integrated_lufs(sound: Samples) -> float | None:
    """Gated loudness of mono (counted once) or stereo; None when nothing is louder than -70 LUFS."""
    powers = _block_powers(sound)
    powers = powers[_loudness(powers) > _ABSOLUTE_GATE]
    if not len(powers):
        return None
    gated = powers[_loudness(powers) > float(_loudness(powers.mean())) + _RELATIVE_GATE]
    return float(_loudness(gated.mean()))


def _loudness(power: "NDArray[np.float64] | np.floating") -> "NDArray[np.float64]":
    return np.asarray(_OFFSET + 10.0 * np.log10(np.maximum(power, 1e-12)), np.float64)


def _block_powers(sound: Samples) -> NDArray[np.float64]:
    """Mean square of the K-weighted sound in 400 ms blocks, summed over channels; a shorter sound is one block."""
    steps = max(len(sound) // _STEP, 1)
    padded = steps * _STEP
    squares = np.zeros(steps)
    channels = different_channels(sound)
    for channel in channels:
        weighted = _k_weighted(channel)[:padded]
        weighted = np.pad(weighted, (0, padded - len(weighted))).reshape(steps, _STEP)
        squares += np.einsum("ij,ij->i", weighted, weighted, dtype=np.float64) / _STEP
    squares *= (1 if sound.ndim == 1 else sound.shape[1]) / len(channels)
    if steps < _STEPS_PER_BLOCK:
        return np.full(1, squares.mean())
    return np.convolve(squares, np.full(_STEPS_PER_BLOCK, 1 / _STEPS_PER_BLOCK), "valid")


def different_channels(sound: Samples) -> list[Samples]:
    """The one of mono; the left one of stereo alone where both are the same, as a voice's are."""
    if sound.ndim == 1:
        return [sound]
    left, *others = (np.ascontiguousarray(channel) for channel in sound.T)
    return [left, *(channel for channel in others if not np.array_equal(channel, left))]


def _k_weighted(channel: Samples) -> Samples:
    """By FFT in overlapping blocks that fit the cache; the filter has forgotten everything within the overlap."""
    step = _FFT - _MEMORY
    blocks = max(1, -(-len(channel) // step))
    padded = np.zeros(_MEMORY + blocks * step, np.float32)
    padded[_MEMORY : _MEMORY + len(channel)] = channel
    overlapping = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::step]
    weighted = np.empty((blocks, step), np.float32)
    for first in range(0, blocks, _AT_ONCE):
        spectra = np.fft.rfft(overlapping[first : first + _AT_ONCE]) * _k_response()
        weighted[first : first + _AT_ONCE] = np.fft.irfft(spectra, _FFT)[:, _MEMORY:]
    return weighted.reshape(-1)[: len(channel)]


@lru_cache(maxsize=1)
def _k_response() -> NDArray[np.complex64]:
    step = np.exp(-2j * np.pi * np.arange(_FFT // 2 + 1) / _FFT)
    powers = np.stack([np.ones_like(step), step, step * step])
    response = np.ones_like(step)
    for numerator, denominator in (_HEAD, _LOW_CUT):
        response *= (np.asarray(numerator) @ powers) / (np.asarray(denominator) @ powers)
    return np.asarray(response, np.complex64)


def true_peak(sound: Samples) -> float:
    """The highest absolute value of the sound oversampled four times."""
    highest = float(np.abs(sound).max(initial=0.0))
    channels = different_channels(sound)
    return max((float(interpolated_peaks(channel, highest).max(initial=0.0)) for channel in channels), default=0.0)


def interpolated_peaks(channel: Samples, floor: float) -> Samples:
    """Per sample, the highest absolute value between the sample before it and the sample after it.

    Where no sample comes near `floor`, the samples themselves stand for their surroundings.
    """
    blocks = max(1, -(-len(channel) // _BLOCK))
    padded = np.pad(channel, (_TAPS // 2, blocks * _BLOCK - len(channel) + _TAPS // 2))
    peaks = np.abs(padded[_TAPS // 2 :][: blocks * _BLOCK]).reshape(blocks, _BLOCK)
    surroundings = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK + _TAPS)[::_BLOCK]
    loud = np.flatnonzero(peaks.max(axis=1, initial=0.0) > floor * _INTERSAMPLE)
    for first in range(0, len(loud), _BLOCKS_AT_ONCE):
        some = loud[first : first + _BLOCKS_AT_ONCE]
        padding = -len(some) % _BLOCKS_A_PRODUCT
        given = surroundings[np.pad(some, (0, padding))].reshape(-1, _BLOCKS_A_PRODUCT, _BLOCK + _TAPS)
        points = np.abs(given @ _oversampler()).reshape(len(some) + padding, -1)[: len(some)]
        phases = points.reshape(len(some), _PHASES - 1, _BLOCK + 1)
        between = phases.max(axis=1)  # [:, i] lies before sample i of the block
        peaks[some] = np.maximum(peaks[some], np.maximum(between[:, :-1], between[:, 1:]))
    return peaks.reshape(-1)[: len(channel)]


@lru_cache(maxsize=1)
def _oversampler() -> Samples:
    """What leads from a block and its surroundings to the points between its samples, the phases behind each other: a
    sinc under a Kaiser window.
    """
    rows = np.zeros((_BLOCK + _TAPS, _PHASES - 1, _BLOCK + 1), np.float32)
    for phase in range(1, _PHASES):
        distance = np.arange(_TAPS) - (_TAPS // 2 - 1) - phase / _PHASES
        taps = np.sinc(distance) * np.i0(_BETA * np.sqrt(1 - (2 * distance / (_TAPS + 1)) ** 2))
        for point in range(_BLOCK + 1):
            rows[point : point + _TAPS, phase - 1, point] = taps / taps.sum()
    return rows.reshape(_BLOCK + _TAPS, -1)


def peak_dbtp(sound: Samples) -> float:
    """Minus infinity for silence."""
    peak = true_peak(sound)
    return 20.0 * math.log10(peak) if peak > 0 else -math.inf
