"""Cutting, looping and placing sounds so that no edge clicks."""

import numpy as np

from geminivideo.rendering.sound.pcm import RATE, Samples, sample_count

_LOOP_FADE, _END_FADE = 0.8, 1.5
_EDGE_FADE = 0.03
_SAME_LENGTH = 0.05
_AUDIBLE = 0.001  # of the track's peak: what is quieter at its ends is not worth looping


def placed(sounds: list[tuple[float, Samples]], length: int) -> Samples:
    """Stereo of `length` samples with each sound added at its start in seconds; what goes beyond the end is cut."""
    out = np.zeros((length, 2), np.float32)
    for start, sound in sounds:
        first = sample_count(start)
        room = out[first : first + len(sound)]
        room += faded(sound[: len(room)], 0.0, _EDGE_FADE if len(room) < len(sound) else 0.0)
    return out


def faded(sound: Samples, fade_in: float, fade_out: float) -> Samples:
    rise, fall = (min(sample_count(seconds), len(sound) // 2) for seconds in (fade_in, fade_out))
    shaped = sound.copy()
    shaped[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    shaped[len(sound) - fall :] *= (np.cos(np.linspace(0, np.pi / 2, fall)) ** 2).astype(np.float32)[:, None]
    return shaped


def fitted(track: Samples, length: int) -> Samples:
    """`track` cut or looped to `length` samples. A track made for this length keeps its own ending."""
    if abs(len(track) - length) <= _SAME_LENGTH * RATE:
        return np.pad(track[:length], ((0, max(0, length - len(track))), (0, 0)))
    if len(track) < length:
        track = _looped(_without_silent_ends(track), length)
    return faded(track[:length], 0.0, min(_END_FADE, length / RATE / 4)) if len(track) else np.zeros((length, 2), "f4")


def _looped(track: Samples, length: int) -> Samples:
    """Repeat with a cross-fade of equal power over the seam."""
    if not len(track):
        return track
    fade = min(sample_count(_LOOP_FADE), len(track) // 3)
    turn = np.linspace(0, np.pi / 2, fade, dtype=np.float32)[:, None]
    period = len(track) - fade
    out = np.zeros((length + len(track), 2), np.float32)
    for first in range(0, length, period):
        piece = track.copy()
        if first:
            piece[:fade] *= np.sin(turn)
        piece[period:] *= np.cos(turn)
        out[first : first + len(track)] += piece
    return out[:length]


def _without_silent_ends(track: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(track).max(axis=1, initial=0.0) > _AUDIBLE * np.abs(track).max(initial=0.0))
    return track[loud[0] : loud[-1] + 1] if len(loud) else track[:0]
