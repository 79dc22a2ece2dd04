"""Words by Whisper through CTranslate2, on the processor."""

import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from geminivideo.core.speech_recognition.decoding.base import Sound, Word

_SURE_OF_LANGUAGE = 0.6  # below, the language that was expected is more to be trusted
_LONGEST_FOR_LANGUAGE = 30 * 16_000


class WhisperDecoder:
    """It hears which language is spoken; `expected` is what it takes a short or unclear sound for."""

    def __init__(self, model: str, expected: str) -> None:
        self._folder = model
        self.language = expected.partition("-")[0].casefold()

    def listen(self, speech: Sound) -> None:
        if not self._model.model.is_multilingual:
            self.language = "en"
            return
        found, probability, _ = self._model.detect_language(audio=_floats(speech[:_LONGEST_FOR_LANGUAGE]))
        if probability >= _SURE_OF_LANGUAGE or self.language not in self._model.supported_languages:
            self.language = found

    def decode(self, phrase: Sound) -> Sequence[Word]:
        segments, _ = self._model.transcribe(
            _floats(phrase),
            language=self.language,
            word_timestamps=True,
            temperature=0.0,  # no second tries by chance: the same sound gives the same words
            condition_on_previous_text=False,  # phrases stand alone, so no text is imagined on
            vad_filter=False,  # done before
        )
        return [
            Word(word.word.strip(), word.start, word.end, word.probability)
            for segment in segments
            for word in segment.words or ()
        ]

    @cached_property
    def _model(self) -> Any:
        from faster_whisper import WhisperModel

        return WhisperModel(self._folder, device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1)


def _floats(sound: Sound) -> Any:
    return sound.astype(np.float32) / 32768
