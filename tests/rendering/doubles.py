"""A voice of tones: real WAV files with exactly known word times, and a record of what was asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from geminivideo.core.checks import go_on
from geminivideo.rendering.sound.pcm import RATE, Samples, write_wav
from geminivideo.rendering.speech import Speech, SpokenWord
from geminivideo.rendering.voice.base import Line

_PEAK = 0.26


class ToneVoice:
    """Each token sounds for 0.8 of its beat."""

    name = "tones"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        return self.speak_all([Line(text, language, target, words_per_minute)])[0]

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        check()
        self.texts += [line.text for line in lines]
        return tuple(_speak(line) for line in lines)


class SilentVoice(ToneVoice):
    """Must never be asked: for work that was done before."""

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        check()
        raise AssertionError(f"these lines were spoken before: {[line.text for line in lines]}")


def _speak(line: Line) -> Speech:
    tokens = line.text.split()
    beat = 60 / line.words_per_minute
    words = tuple(
        SpokenWord(text=token, start_seconds=i * beat, end_seconds=(i + 0.8) * beat) for i, token in enumerate(tokens)
    )
    seconds = len(tokens) * beat
    write_wav(line.target, _tones(words, seconds))
    return Speech(seconds=seconds, words=words, words_per_minute=line.words_per_minute, voice=ToneVoice.name)


def _tones(words: Sequence[SpokenWord], seconds: float) -> Samples:
    time = np.arange(int(seconds * RATE)) / RATE
    sound = np.zeros_like(time)
    for number, word in enumerate(words):
        inside = (time >= word.start_seconds) & (time < word.end_seconds)
        sound[inside] = _PEAK * np.sin(2 * np.pi * (220 + 20 * (number % 5)) * time[inside])
    return sound.astype(np.float32)
