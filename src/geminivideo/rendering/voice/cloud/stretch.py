"""Another pace at the same pitch, for voices that cannot be asked for one: overlapping pieces, laid where they fit.

Waveform-similarity overlap-add: Verhelst and Roelands, ICASSP 1993.
"""

import numpy as np

from geminivideo.rendering.sound.pcm import RATE, Samples

_SIZE = RATE * 30 // 1000
_HOP = _SIZE // 2
_REACH = RATE * 10 // 1000  # how far a piece may be moved to fit: a period of the lowest voice
_COARSE = 4  # every which sample is compared
_SAME = 0.005


def stretched(sound: Samples, speed: float) -> Samples:
    """Mono `sound`, `speed` times as fast."""
    if abs(speed - 1) < _SAME or not len(sound):
        return sound
    length = round(len(sound) / speed)
    window = np.hanning(_SIZE + 1)[:-1].astype(np.float32)  # two that overlap by half add up to one
    before, pieces = _HOP + _REACH, -(-length // _HOP) + 1
    padded = np.pad(sound, (before, round((pieces + 2) * _HOP * speed) + _SIZE + _REACH))
    made = np.zeros((pieces + 1) * _HOP, np.float32)
    at = before - _HOP
    for piece in range(pieces):
        ideal = before - _HOP + round(piece * _HOP * speed)
        at = _best(padded, ideal, at + _HOP) if piece else ideal
        made[piece * _HOP :][:_SIZE] += padded[at : at + _SIZE] * window
    return made[_HOP : _HOP + length]


def _best(padded: Samples, ideal: int, going_on: int) -> int:
    """Where near `ideal` the sound is most like what would come next."""
    wanted = padded[going_on : going_on + _SIZE : _COARSE]
    region = padded[ideal - _REACH : ideal + _REACH + _SIZE : _COARSE]
    alike = np.correlate(region, wanted, "valid")
    energy = np.convolve(np.square(region), np.ones(len(wanted), np.float32), "valid")
    return ideal - _REACH + _COARSE * int(np.argmax(alike / np.sqrt(energy + 1e-6)))
