"""Sound as numpy arrays: float32 at 48 kHz, shape (samples,) for mono or (samples, 2) for stereo, full scale 1.0."""

import math
import os
import secrets
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE = 48_000
_FULL_SCALE = 32_767


def from_db(db: float) -> float:
    return float(10.0 ** (db / 20.0))


def to_db(gain: float) -> float:
    """Of zero: minus infinity."""
    return 20.0 * math.log10(gain) if gain > 0 else -math.inf


def sample_count(seconds: float) -> int:
    return round(seconds * RATE)


def write_wav(target: Path, sound: Samples) -> None:
    """16 bits, whole or not at all: the file appears under its name when it is complete."""
    channels = 1 if sound.ndim == 1 else sound.shape[1]
    data = np.rint(np.clip(sound, -1.0, 1.0) * _FULL_SCALE).astype("<i2")
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with wave.open(str(draft), "wb") as file:
            file.setparams((channels, 2, RATE, len(data), "NONE", ""))
            file.writeframes(data.tobytes())
        os.replace(draft, target)  # noqa: PTH105 - Path.replace answers a new Path nobody needs
    finally:
        draft.unlink(missing_ok=True)


def read_wav(source: Path) -> Samples:
    """Mono sound of a file that `write_wav` wrote; the channels of stereo are averaged."""
    with wave.open(str(source), "rb") as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
    mono = sum(data[:, channel].astype(np.float32) for channel in range(data.shape[1]))
    return np.asarray(mono / np.float32(data.shape[1] * _FULL_SCALE), np.float32)


def read_plain_wav(source: Path, start: float, seconds: float) -> Samples | None:
    """A stretch of a file like those that `write_wav` writes, as stereo; None for any other file."""
    try:
        with wave.open(str(source), "rb") as file:
            channels = file.getnchannels()
            if (file.getframerate(), file.getsampwidth()) != (RATE, 2) or channels > 2:
                return None
            file.setpos(min(sample_count(start), file.getnframes()))
            data = np.frombuffer(file.readframes(sample_count(seconds)), "<i2").reshape(-1, channels)
    except (OSError, wave.Error, EOFError, ValueError):
        return None
    return np.repeat(data, 2 // channels, axis=1).astype(np.float32) / np.float32(32_768)


def shape_spectrum(sound: Samples, gains: NDArray[np.float32]) -> Samples:
    """Multiply the spectrum of mono `sound`, padded to `2 * (len(gains) - 1)` samples, by `gains`."""
    size = 2 * (len(gains) - 1)
    filtered = np.fft.irfft(np.fft.rfft(sound, size) * gains, size)
    return filtered[: len(sound)].astype(np.float32)


def fast_size(at_least: int) -> int:
    """The smallest even length of the form 2^a 3^b 5^c that is not below `at_least`: the FFT is fast there."""
    best = 1 << max(1, math.ceil(math.log2(max(at_least, 2))))
    for fives in (1, 5, 25):
        for threes in (1, 3, 9, 27):
            power = fives * threes
            size = power << max(1, math.ceil(math.log2(max(at_least, 2) / power)))
            if at_least <= size < best:
                best = size
    return best
