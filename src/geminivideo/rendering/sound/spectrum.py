"""Long filters in overlapping blocks: a transform that fits the cache costs a third of one over the whole sound."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.pcm import RATE, Samples

Response = Callable[[NDArray[np.float64]], NDArray[np.float64]]

_LARGEST = 1 << 17


def shaped(sound: Samples, response: Response, reach: int) -> Samples:
    """Mono `sound` under a zero-phase filter: `response` gives the gain at frequencies in Hz, which are never 0. Its
    impulse response must have died away within `reach` samples to both sides.
    """
    size = _size(len(sound) + 2 * reach)
    gains = np.asarray(response(np.maximum(np.fft.rfftfreq(size, 1 / RATE), 0.1)), np.float32)
    return np.asarray(_filtered(sound, gains[None], reach, reach, size)[0], np.float32)


def convolved(sound: Samples, tails: Samples) -> Samples:
    """Mono `sound` followed by its echoes, as long as `sound`: a row for each row of `tails`."""
    size = _size(len(sound) + tails.shape[1])
    return _filtered(sound, np.asarray(np.fft.rfft(tails, size), np.complex64), tails.shape[1], 0, size)


def _size(samples: int) -> int:
    return min(_LARGEST, 1 << max(samples - 1, 1).bit_length())


def _filtered(
    sound: Samples, spectra: NDArray[np.complex64] | NDArray[np.float32], before: int, after: int, size: int
) -> Samples:
    """Each block is transformed with what lies so far before and after it, and what that spoils is cut off."""
    step = size - before - after
    blocks = -(-len(sound) // step)
    padded = np.zeros(before + blocks * step + after, np.float32)
    padded[before : before + len(sound)] = sound
    filtered = np.empty((len(spectra), blocks * step), np.float32)
    for first in range(0, blocks * step, step):
        block = np.fft.irfft(np.fft.rfft(padded[first : first + size]) * spectra, size)
        filtered[:, first : first + step] = block[:, before : before + step]
    return filtered[:, : len(sound)]
