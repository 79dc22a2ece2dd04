"""Where the beats of a piece of music are: onset strength, its period, and the best path through both.

The path is found by dynamic programming as D. Ellis described it (Beat Tracking by Dynamic Programming, 2007).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.pcm import RATE, Samples

Curve = NDArray[np.float64]

_HOP, _WINDOW = 480, 2048
_FRAMES = RATE // _HOP  # a second
_BANDS, _LOWEST_HZ, _HIGHEST_HZ = 32, 40.0, 12_000.0
_BLOCK = 2048  # frames transformed at once
_SLOWEST, _FASTEST = 50.0, 210.0
_USUAL, _SPREAD = 115.0, 0.8  # where people tap, and how far around it in octaves
_LEAST_SPREAD = 0.1  # of a steady tone it is a fifth of this, of the calmest of our beds eight times
_TIGHTNESS = 100.0  # how much a beat off the period costs against a missed onset
_LEAST_PERIODICITY = 0.15  # of a beat, of two or of a bar; white noise reaches half of this
_CENTRE = (_WINDOW + _HOP) / 2  # of the sound that makes a frame louder than the one before it
_FAINT = 0.25  # of the usual onset strength: beats before the music begins and after it ends


class Pulse(NamedTuple):
    """`bpm` is None, and there are no beats, where nothing recurs steadily."""

    bpm: float | None
    beats: tuple[float, ...]


def find_beats(sound: Samples) -> Pulse:
    """The beats of mono `sound` in seconds; the same sound gives the same beats."""
    onsets = onset_strength(sound)
    period = _period(onsets)
    if period is None:
        return Pulse(None, ())
    beats = _heard(_path(onsets, period), onsets)
    if len(beats) < 4:
        return Pulse(None, ())
    seconds = (beats * _HOP + _CENTRE) / RATE
    bpm = 60 * (len(beats) - 1) / float(seconds[-1] - seconds[0])
    return Pulse(round(bpm, 2), tuple(round(float(at), 4) for at in seconds))


def onset_strength(sound: Samples) -> Curve:
    """How much louder each hundredth of a second is than the one before, over all bands; mean 0, spread 1."""
    levels = np.log1p(1e3 * _band_levels(sound))
    rise = np.maximum(np.diff(levels, axis=0, prepend=levels[:1]), 0).sum(axis=1)
    local = np.convolve(rise, np.full(_FRAMES, 1 / _FRAMES), "same")[: len(rise)]
    onsets = np.maximum(rise - local, 0)
    spread = float(onsets.std())
    return np.asarray((onsets - onsets.mean()) / spread) if spread > _LEAST_SPREAD else np.zeros_like(onsets)


def _band_levels(sound: Samples) -> Curve:
    frames = max(1, (len(sound) - _WINDOW) // _HOP + 1)
    padded = np.pad(sound, (0, max(0, _WINDOW - len(sound))))
    views = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][:frames]
    window, bands = np.hanning(_WINDOW).astype(np.float32), _bands()
    parts = [np.abs(np.fft.rfft(views[first : first + _BLOCK] * window)) @ bands for first in range(0, frames, _BLOCK)]
    return np.asarray(np.concatenate(parts) / _WINDOW, np.float64)


def _bands() -> Curve:
    """Bins x bands: which frequencies belong to which of the bands, equally wide in pitch."""
    bins = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    edges = np.geomspace(_LOWEST_HZ, _HIGHEST_HZ, _BANDS + 1)
    inside = (bins[:, None] >= edges[:-1]) & (bins[:, None] < edges[1:])
    return np.asarray(inside / np.maximum(inside.sum(axis=0), 1), np.float64)


def _period(onsets: Curve) -> float | None:
    """Frames between beats: the lag at which the onsets best repeat, preferring tempos at which people tap."""
    longest = int(60 * _FRAMES / _SLOWEST) + 1
    if len(onsets) < 2 * longest:
        return None
    alike = _autocorrelation(onsets, 4 * longest + 2)
    lags = np.arange(int(60 * _FRAMES / _FASTEST), longest + 1)
    support = alike[lags] + 0.5 * _near(alike, 2 * lags) + 0.25 * _near(alike, 4 * lags)
    octaves = np.log2(60 * _FRAMES / lags / _USUAL)
    weighted = support * np.exp(-0.5 * (octaves / _SPREAD) ** 2)
    best = int(lags[int(np.argmax(weighted))])
    if max(float(_near(alike, np.asarray([best * times]))[0]) for times in (1, 2, 4)) < _LEAST_PERIODICITY:
        return None
    return best + _peak_offset(alike[best - 1 : best + 2])


def _near(alike: Curve, lags: NDArray[np.int64]) -> Curve:
    """A multiple of a lag is off by what the lag was rounded by."""
    return np.asarray(np.maximum(np.maximum(alike[lags - 1], alike[lags]), alike[lags + 1]))


def _autocorrelation(onsets: Curve, count: int) -> Curve:
    size = 1 << (len(onsets) + count).bit_length()
    power = np.abs(np.fft.rfft(onsets, size)) ** 2
    alike = np.fft.irfft(power, size)[:count]
    return np.asarray(alike / max(float(alike[0]), 1e-9))


def _peak_offset(three: Curve) -> float:
    """Where between the neighbours of the highest of three values the peak lies."""
    bend = float(three[0] - 2 * three[1] + three[2])
    return 0.5 * float(three[0] - three[2]) / bend if bend < 0 else 0.0


def _path(onsets: Curve, period: float) -> NDArray[np.int64]:
    """The row of frames with the strongest onsets whose distances stay near the period."""
    steps = np.arange(-round(2 * period), -round(period / 2) + 1)
    cost = -_TIGHTNESS * np.log(-steps / period) ** 2
    score, came_from = onsets.copy(), np.full(len(onsets), -1, np.int64)
    for at in range(-int(steps[-1]), len(onsets)):
        before = at + steps
        first = int(np.searchsorted(before, 0))
        tried = score[before[first:]] + cost[first:]
        best = int(np.argmax(tried))
        if tried[best] > 0:
            score[at] += tried[best]
            came_from[at] = before[first + best]
    return _followed(score, came_from, round(period))


def _followed(score: Curve, came_from: NDArray[np.int64], period: int) -> NDArray[np.int64]:
    last = len(score) - period
    at = last + int(np.argmax(score[last:]))
    frames = []
    while at >= 0:
        frames.append(at)
        at = int(came_from[at])
    return np.asarray(frames[::-1], np.int64)


def _heard(beats: NDArray[np.int64], onsets: Curve) -> NDArray[np.int64]:
    """Without the beats that the path lays over silence at both ends."""
    strength = np.asarray([onsets[max(0, at - 3) : at + 4].max() for at in beats])
    loud = np.flatnonzero(strength > _FAINT * max(float(np.median(strength)), 1e-9))
    return beats[loud[0] : loud[-1] + 1] if len(loud) else beats[:0]
