"""Speech for the servers to send: the bundled synthesiser as another person, 6% lower and slower, with known times."""

import base64
import io
import tempfile
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.rendering.sound.pcm import Samples, read_wav
from geminivideo.rendering.speech import SpokenWord
from geminivideo.rendering.voice.espeak import EspeakVoice
from tests.rendering.doubles import ToneVoice

RATE = 24_000
LOWER = 1.06
SILENCE_BEFORE = 0.4


@dataclass(frozen=True)
class Spoken:
    """`words` are of the text that was sent, with their times in `samples`."""

    samples: bytes
    words: tuple[SpokenWord, ...]

    def wav(self) -> bytes:
        """As services that stream write it: the length in the header is the largest there is."""
        file = io.BytesIO()
        with wave.open(file, "wb") as target:
            target.setparams((1, 2, RATE, 0, "NONE", ""))
            target.writeframes(self.samples)
        whole = bytearray(file.getvalue())
        whole[4:8] = whole[40:44] = b"\xff\xff\xff\xff"
        return bytes(whole)

    def base64(self) -> str:
        return base64.b64encode(self.samples).decode()

    def alignment(self, text: str) -> dict[str, Any]:
        """A word's time in equal parts for its characters; spaces fill the pauses."""
        edges: list[tuple[float, float]] = []
        for index, word in enumerate(self.words):
            step = (word.end_seconds - word.start_seconds) / len(word.text)
            edges += [
                (word.start_seconds + i * step, word.start_seconds + (i + 1) * step) for i in range(len(word.text))
            ]
            if index + 1 < len(self.words):
                edges.append((word.end_seconds, self.words[index + 1].start_seconds))
        assert len(edges) == len(text)
        starts, ends = ([round(edge[side], 4) for edge in edges] for side in (0, 1))
        return {
            "characters": list(text),
            "character_start_times_seconds": starts,
            "character_end_times_seconds": ends,
        }


@lru_cache(maxsize=64)
def spoken(text: str, speed: float = 1.0, *, tones: bool = False) -> Spoken:
    voice = ToneVoice() if tones else EspeakVoice()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        speech = voice.speak(text, language="en", words_per_minute=round(160 * speed), target=path)
        sound = _slower(read_wav(path))
    silence = np.zeros(round(SILENCE_BEFORE * RATE), np.float32)
    samples = np.rint(np.concatenate([silence, sound * 0.5, silence]) * 32767).astype("<i2").tobytes()
    words = tuple(
        word.model_copy(
            update={
                "start_seconds": SILENCE_BEFORE + word.start_seconds * LOWER,
                "end_seconds": SILENCE_BEFORE + word.end_seconds * LOWER,
            }
        )
        for word in speech.words
    )
    return Spoken(samples, words)


def _slower(sound: Samples) -> Samples:
    at = np.arange(int(len(sound) / 2 * LOWER)) * 2 / LOWER
    return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)
