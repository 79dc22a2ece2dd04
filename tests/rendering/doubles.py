"""A voice of tones and a plain mix: real WAV files with exactly known word times, without a synthesiser."""

import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.plan import MusicSettings
from geminivideo.rendering.renderer import PlacedRecording
from geminivideo.rendering.speech import Speech, SpokenWord

RATE = 48_000
_PEAK = 0.26  # of a sine: about -14 LUFS in both channels


class ToneVoice:
    """Each token sounds for its share of the time; `texts` counts what was asked for."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.languages: set[str] = set()

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        self.texts.append(text)
        self.languages.add(language)
        tokens = text.split()
        beat = 60 / words_per_minute
        words = tuple(
            SpokenWord(text=token, start_seconds=i * beat, end_seconds=i * beat + 0.8 * beat)
            for i, token in enumerate(tokens)
        )
        seconds = len(tokens) * beat
        write_wav(target, _tones(words, seconds))
        return Speech(seconds=seconds, words=words, words_per_minute=words_per_minute, voice="tones")


def _tones(words: Sequence[SpokenWord], seconds: float) -> NDArray[np.float64]:
    time = np.arange(int(seconds * RATE)) / RATE
    sound = np.zeros_like(time)
    for number, word in enumerate(words):
        inside = (time >= word.start_seconds) & (time < word.end_seconds)
        sound[inside] = _PEAK * np.sin(2 * np.pi * (220 + 20 * (number % 5)) * time[inside])
    return sound


def plain_mix(
    recordings: Sequence[PlacedRecording],
    music: MusicSettings,
    *,
    seconds: float,
    seed: int,
    target: Path,
    check: Callable[[], None],
) -> None:
    """A steady tone as the bed, so that the loudness is the platforms' whatever is said."""
    check()
    time = np.arange(int(seconds * RATE)) / RATE
    write_wav(target, 0.2 * np.sin(2 * np.pi * 1000 * time))


def write_wav(path: Path, mono: NDArray[np.float64]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.repeat(np.round(mono * 32767).astype("<i2"), 2).tobytes())
