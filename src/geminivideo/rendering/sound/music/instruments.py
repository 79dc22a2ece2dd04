"""Tonal instruments, each note computed from sines or a spectrum. All end in silence, so that no note clicks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.music.moods import Timbre
from geminivideo.rendering.sound.pcm import RATE, Samples

_PAD_SIZE = 1 << 18
_RELEASE = 0.03


def hertz(midi: float) -> float:
    return float(440.0 * 2 ** ((midi - 69) / 12))


def note(timbre: Timbre, midi: int, seconds: float, brightness: float) -> Samples:
    """Mono, about 1.0 at its peak."""
    make = {Timbre.PLUCK: _pluck, Timbre.KEYS: _keys, Timbre.STRINGS: _short_string}[timbre]
    return make(hertz(midi), seconds, brightness)


def bass(midi: int, seconds: float, brightness: float) -> Samples:
    """A sine for the body and soft overtones, so that it is heard on a telephone's loudspeaker as well."""
    time, frequency = _time(seconds + _RELEASE), hertz(midi)
    sound = np.sin(_phase(time, frequency))
    for harmonic in range(2, 9):
        strength = 0.55 * harmonic**-0.8 * brightness
        sound += strength * np.sin(_phase(time, frequency * harmonic)) * np.exp(-time * harmonic * 2.2)
    return _edges(np.tanh(1.4 * sound) * (0.65 + 0.35 * np.exp(-6 * time)), 0.004, _RELEASE)


def _pluck(frequency: float, seconds: float, brightness: float) -> Samples:
    """High overtones die first, as on a string."""
    time = _time(max(seconds, 0.5) + 0.25)
    sound = np.zeros_like(time)
    for harmonic in range(1, 3 + round(9 * brightness)):
        if frequency * harmonic > 15_000:
            break
        decay = 4.0 + 2.2 * harmonic
        sound += np.sin(_phase(time, frequency * harmonic)) * np.exp(-decay * time) * np.float32(harmonic**-1.15)
    return _edges(sound * np.float32(0.6), 0.002, 0.06)


def _keys(frequency: float, seconds: float, brightness: float) -> Samples:
    """An electric piano: one sine bends the phase of another, less and less."""
    time = _time(max(seconds, 0.9) + 0.4)
    bend = (0.7 + brightness) * np.exp(-5 * time) * np.sin(_phase(time, frequency))
    bell = 0.12 * np.exp(-14 * time) * np.sin(_phase(time, frequency * 7.0))
    return _edges(np.sin(_phase(time, frequency) + bend + bell) * np.exp(-2.2 * time), 0.003, 0.12)


def _short_string(frequency: float, seconds: float, brightness: float) -> Samples:
    time = _time(min(seconds, 0.28) + 0.12)
    sound = np.zeros_like(time)
    for harmonic in range(1, 4 + round(10 * brightness)):
        strength = harmonic**-1.1 / (1 + (harmonic * frequency / (2500 + 3000 * brightness)) ** 4)
        for detune in (0.9985, 1.0017):
            sound += np.float32(strength) * np.sin(_phase(time, frequency * harmonic * detune))
    return _edges(sound * np.float32(0.3) * np.exp(-5 * time), 0.012, 0.1)


def pad(midis: Sequence[int], seconds: float, brightness: float, rng: np.random.Generator) -> Samples:
    """A wide, moving chord, stereo: a spectrum of blurred partials with random phases (Nasca's PADsynth)."""
    amplitude = np.zeros(_PAD_SIZE // 2 + 1, np.float32)
    cutoff = 900 + 4200 * brightness
    for midi in midis:
        for harmonic in range(1, 15):
            frequency = hertz(midi) * harmonic
            strength = harmonic**-0.9 / (1 + (frequency / cutoff) ** 2)
            _add_partial(amplitude, frequency, strength)
    length = round(seconds * RATE)
    angles = rng.random((2, len(amplitude)), np.float32) * np.float32(2 * np.pi)
    loop = np.fft.irfft(amplitude * np.cos(angles) + 1j * (amplitude * np.sin(angles)), _PAD_SIZE)
    loop /= np.sqrt(np.square(loop).mean()) * 4
    return np.tile(loop.astype(np.float32).T, (-(-length // _PAD_SIZE), 1))[:length]


def _add_partial(amplitude: Samples, frequency: float, strength: float) -> None:
    """Blur by 22 cents, which is what a section of players does."""
    centre = frequency * _PAD_SIZE / RATE
    width = max(centre * (2 ** (22 / 1200) - 1), 2.0)
    low, high = int(centre - 3 * width), int(centre + 3 * width) + 1
    if high < len(amplitude):
        distance = (np.arange(low, high) - centre) / width
        amplitude[low:high] += (strength / np.sqrt(width) * np.exp(-(distance**2))).astype(np.float32)


def _time(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _phase(time: Samples, frequency: float) -> Samples:
    return time * np.float32(2 * np.pi * frequency)


def _edges(sound: NDArray[np.floating], rise: float, fall: float) -> Samples:
    shaped = sound.astype(np.float32)
    first, last = min(round(rise * RATE), len(shaped) // 2), min(round(fall * RATE), len(shaped) // 2)
    shaped[:first] *= np.linspace(0, 1, first, dtype=np.float32)
    shaped[len(shaped) - last :] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, last))).astype(np.float32)
    return shaped
