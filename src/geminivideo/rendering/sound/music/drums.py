"""Drums and effects, made from sines that fall in pitch and from filtered noise."""

import numpy as np

from geminivideo.rendering.sound.pcm import RATE, Samples, fast_size, shape_spectrum


def drum(name: str, seconds: float, rng: np.random.Generator) -> Samples:
    """Mono. `seconds` is the length of a riser; the others know theirs."""
    if name.startswith("tom"):
        return _falling(90 + 40 * int(name[3:]), 1.6, 0.35, 9)
    if name == "riser":
        return _riser(seconds, rng)
    return {"kick": _kick, "snare": _snare, "hat": _hat, "open_hat": _open_hat, "crash": _crash, "impact": _impact}[
        name
    ](rng)


def _falling(frequency: float, bend: float, seconds: float, decay: float) -> Samples:
    """A sine that starts `bend` times higher and falls to `frequency` within a few hundredths of a second."""
    time = _time(seconds)
    pitch = frequency * (1 + (bend - 1) * np.exp(-time * 45))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    return _soft_end(np.sin(phase) * np.exp(-decay * time))


def _kick(rng: np.random.Generator) -> Samples:
    body = _falling(48, 5.0, 0.32, 11)
    click = _noise(0.012, 1500, 9000, rng) * np.exp(-_time(0.012) * 400)
    body[: len(click)] += 0.25 * click.astype(np.float32)
    return _soft_end(np.tanh(1.6 * body))


def _snare(rng: np.random.Generator) -> Samples:
    time = _time(0.24)
    noise = _noise(0.24, 1100, 8000, rng) * np.exp(-time * 20)
    late = np.roll(noise, round(0.011 * RATE)) * (time > 0.011)  # two hands never clap together
    return _soft_end(0.75 * noise + 0.4 * late + 0.5 * np.sin(2 * np.pi * 190 * time) * np.exp(-time * 32))


def _hat(rng: np.random.Generator) -> Samples:
    return _soft_end(_noise(0.07, 7000, 12_000, rng) * np.exp(-_time(0.07) * 70))


def _open_hat(rng: np.random.Generator) -> Samples:
    return _soft_end(_noise(0.3, 6500, 12_000, rng) * np.exp(-_time(0.3) * 13))


def _crash(rng: np.random.Generator) -> Samples:
    return _soft_end(_noise(1.6, 3500, 11_000, rng) * np.exp(-_time(1.6) * 3.2))


def _impact(rng: np.random.Generator) -> Samples:
    """A low boom with air, for the first beat and the last."""
    time = _time(1.1)
    air = _noise(1.1, 200, 1500, rng) * np.exp(-time * 6)
    return _soft_end(_falling(42, 2.0, 1.1, 3.5) + 0.3 * air)


def _riser(seconds: float, rng: np.random.Generator) -> Samples:
    """Noise that swells and opens up towards the beat it leads to, and stops there."""
    rise = _time(seconds) / np.float32(max(seconds, 0.01))
    dark, bright = _noise(seconds, 400, 2500, rng), _noise(seconds, 3000, 12_000, rng)
    return _soft_end(dark * rise**2 * (1 - 0.5 * rise) + bright * rise**4, 0.02)


def _noise(seconds: float, low: float, high: float, rng: np.random.Generator) -> Samples:
    """White noise between two corner frequencies, level about 0.35."""
    length = round(seconds * RATE)
    size = fast_size(length)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    gains = 1 / (1 + (low / np.maximum(frequencies, 1)) ** 4) / (1 + (frequencies / high) ** 4)
    noise = shape_spectrum(rng.standard_normal(length, np.float32), gains.astype(np.float32))
    return noise * np.float32(0.35 / max(float(np.sqrt(np.square(noise).mean())), 1e-6))


def _time(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _soft_end(sound: Samples, seconds: float = 0.01) -> Samples:
    shaped = np.asarray(sound, np.float32).copy()
    last = min(round(seconds * RATE), len(shaped))
    shaped[len(shaped) - last :] *= np.linspace(1, 0, last, dtype=np.float32)
    shaped[:16] *= np.linspace(0, 1, 16, dtype=np.float32)[: len(shaped)]
    return shaped
