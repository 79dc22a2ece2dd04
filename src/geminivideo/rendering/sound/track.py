"""A given piece of music, fitted to an ad: begun on a beat, and repeated from beat to beat where it is too short."""

from typing import NamedTuple

import numpy as np

from geminivideo.rendering.sound.pcm import RATE, Samples, sample_count
from geminivideo.rendering.sound.tracks import faded, fitted

_BEFORE_BEAT = 0.02  # the first stroke must not lose its attack
_LATEST_START = 10.0  # a longer opening without a beat is meant, and stays
_BAR = 4
_SEAM, _END_FADE = 0.04, 1.5


class Fit(NamedTuple):
    """Where in the track the ad begins, the stretch that repeats (None: none does), and the ad's beats in seconds."""

    offset: float
    loop: float | None
    beats: tuple[float, ...]


def fit(track_seconds: float, track_beats: tuple[float, ...], seconds: float) -> Fit:
    """How a track of this length and with these beats accompanies an ad of `seconds`."""
    offset = _start(track_beats)
    loop = _loop(track_seconds, track_beats, offset) if track_seconds - offset < seconds else None
    heard = tuple(beat - offset for beat in track_beats if beat >= offset)
    return Fit(round(offset, 4), loop, _repeated(heard, loop, seconds))


def play(track: Samples, loop: float | None, length: int) -> Samples:
    """`length` samples of a track that was read from its offset on, with an end that fades."""
    if loop is None or not len(track):
        return fitted(track, length)
    return faded(_looped(track, min(sample_count(loop), len(track)), length), 0.0, min(_END_FADE, length / RATE / 4))


def _start(beats: tuple[float, ...]) -> float:
    if not beats or beats[0] > _LATEST_START:
        return 0.0
    return max(0.0, beats[0] - _BEFORE_BEAT)


def _loop(seconds: float, beats: tuple[float, ...], offset: float) -> float | None:
    """Whole bars from the offset on, as many as the track has; without beats the fade of `fitted` hides the seam."""
    usable = [beat for beat in beats if beat - beats[0] + offset + _SEAM <= seconds]
    bars = (len(usable) - 1) // _BAR
    return round(usable[bars * _BAR] - beats[0], 4) if bars > 0 else None


def _repeated(beats: tuple[float, ...], loop: float | None, seconds: float) -> tuple[float, ...]:
    if loop is None:
        return tuple(beat for beat in beats if beat < seconds)
    once = [beat for beat in beats if beat < loop]
    turns = int(seconds / loop) + 1
    return tuple(at for turn in range(turns) for beat in once if (at := turn * loop + beat) < seconds)


def _looped(track: Samples, period: int, length: int) -> Samples:
    """Each turn begins under the last hundredths of the one before, at equal power."""
    seam = min(sample_count(_SEAM), len(track) - period, period // 2)
    turn = np.linspace(0, np.pi / 2, seam, dtype=np.float32)[:, None]
    out = np.zeros((length + period + seam, 2), np.float32)
    for first in range(0, length, period):
        piece = track[: period + seam].copy()
        if first:
            piece[:seam] *= np.sin(turn)
        piece[period:] *= np.cos(turn)
        out[first : first + len(piece)] += piece
    return out[:length]
