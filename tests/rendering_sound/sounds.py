"""Sounds to test with, and ffmpeg's own opinion about a file."""

import re
import wave
from pathlib import Path

import numpy as np

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.sound.pcm import RATE, Samples, write_wav


def sine(frequency: float, seconds: float, level: float = 0.25) -> Samples:
    at = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * frequency * at)).astype(np.float32)


def stereo(mono: Samples) -> Samples:
    return np.stack([mono, mono], axis=1)


def babble(seconds: float, seed: int = 1) -> Samples:
    """Noise in syllables: as gappy and peaky as speech."""
    rng = np.random.default_rng(seed)
    at = np.arange(round(seconds * RATE)) / RATE
    noise = np.convolve(rng.standard_normal(len(at)), np.hanning(24), "same")
    syllables = np.clip(np.sin(2 * np.pi * 2.1 * at), 0, 1) ** 2
    return np.asarray(0.06 * noise * syllables, np.float32)


def saved(path: Path, sound: Samples) -> Path:
    write_wav(path, sound)
    return path


def read_wav(path: Path) -> Samples:
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getsampwidth()) == (RATE, 2)
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / np.float32(32767)
        return data.reshape(-1, file.getnchannels()) if file.getnchannels() > 1 else data


def ebur128(ffmpeg: Ffmpeg, path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as ffmpeg measures them."""
    graph = "ebur128=peak=true:framelog=verbose"
    log = ffmpeg.run(["-i", f"file:{path}", "-filter_complex", graph, "-f", "null", "-"])
    return float(re.findall(r"I:\s+(\S+) LUFS", log)[-1]), float(re.findall(r"Peak:\s+(\S+) dBFS", log)[-1])


def as_aac(ffmpeg: Ffmpeg, source: Path) -> Path:
    target = source.with_suffix(".m4a")
    ffmpeg.run(["-y", "-i", f"file:{source}", "-c:a", "aac", "-b:a", "192k", f"file:{target}"])
    return target


def level_db(sound: Samples) -> float:
    return float(10 * np.log10(np.square(sound, dtype=np.float64).mean() + 1e-12))
