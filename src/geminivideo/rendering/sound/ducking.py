"""Making room for the voice. All speech is known beforehand, so the music is down before the first word is heard."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.pcm import RATE, Samples

_FRAME = RATE // 100
_BELOW_SPEECH = -32.0  # dB against the speech's own level: less is a pause
_SILENCE = -65.0
_HOLD_SECONDS = 0.8  # the music stays down over pauses up to this long: it must not pump between words
_MARGIN_SECONDS = 0.08
_ATTACK_SECONDS, _RELEASE_SECONDS = 0.25, 0.7


def duck_amount(voice: Samples) -> Samples:
    """Per sample of mono `voice`, 0 (nobody speaks) to 1 (speech), with smooth ways between."""
    if not len(voice):
        return np.zeros(0, np.float32)
    speaking = _bridged(_speaking(voice), round(_HOLD_SECONDS * 100))
    return _ramped(_widened(speaking, round(_MARGIN_SECONDS * 100)), len(voice))


def duck_gain(amount: Samples, depth_db: float) -> Samples:
    return np.asarray(10 ** (-depth_db / 20 * amount), np.float32)


def _speaking(voice: Samples) -> NDArray[np.bool_]:
    frames = -(-len(voice) // _FRAME)
    padded = np.pad(voice, (0, frames * _FRAME - len(voice))).reshape(frames, _FRAME)
    power = np.asarray(np.square(padded).mean(axis=1, dtype=np.float64), np.float64)
    level = float(power[power >= power.max(initial=0.0) / 1000].mean())
    return np.greater(power, max(level * 10 ** (_BELOW_SPEECH / 10), 10 ** (_SILENCE / 10)))


def _bridged(speaking: NDArray[np.bool_], longest: int) -> NDArray[np.bool_]:
    at = np.flatnonzero(speaking)
    bridged = speaking.copy()
    for before, after in pairwise(at):
        if 1 < after - before <= longest:
            bridged[before:after] = True
    return bridged


def _widened(speaking: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    return np.convolve(speaking, np.ones(2 * frames + 1), "same") > 0.5


def _ramped(speaking: NDArray[np.bool_], length: int) -> Samples:
    if not speaking.any():
        return np.zeros(length, np.float32)
    frames = np.arange(len(speaking))
    since = frames - np.maximum.accumulate(np.where(speaking, frames, -(10**6)))
    until = np.minimum.accumulate(np.where(speaking, frames, 10**6)[::-1])[::-1] - frames
    nearness = np.maximum(1 - since / (100 * _RELEASE_SECONDS), 1 - until / (100 * _ATTACK_SECONDS))
    smooth = 0.5 - 0.5 * np.cos(np.pi * np.clip(nearness, 0, 1))
    return np.interp(np.arange(length), (frames + 0.5) * _FRAME, smooth).astype(np.float32)
