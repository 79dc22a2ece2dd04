"""Words by PocketSphinx; its model is loaded when the first phrase comes."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from geminivideo.core.speech_recognition.decoding.base import Sound, Word

_FRAMES_PER_SECOND = 100
# How much the acoustic scores count against each other; twice the usual spread, and confidences tell right from wrong
# words better: of four readings 0.83 of the words above 0.5 were right, and more of them were above.
_ACOUSTIC_SCALE = 10.0
_NO_WORDS = ("<", "[", "+")
_PRONUNCIATION = re.compile(r"\(\d+\)$")
_FIRST_PERSON = re.compile(r"i(?=$|')")  # its dictionary has no capitals


class PocketsphinxDecoder:
    language = "en"

    def listen(self, speech: Sound) -> None:
        """Nothing to find out."""

    def decode(self, phrase: Sound) -> Sequence[Word]:
        decoder = self._decoder
        decoder.start_utt()
        decoder.process_raw(phrase.tobytes(), full_utt=True)
        decoder.end_utt()
        if decoder.hyp() is None:
            return ()
        decoder.get_prob()  # works out the confidence of the words too
        words = [word for word in decoder.seg() or () if not word.word.startswith(_NO_WORDS)]
        return [
            Word(
                _written(word.word),
                word.start_frame / _FRAMES_PER_SECOND,
                (word.end_frame + 1) / _FRAMES_PER_SECOND,
                min(max(float(word.prob), 0.0), 1.0),
            )
            for word in words
        ]

    @cached_property
    def _decoder(self) -> Any:
        from pocketsphinx import Decoder

        return Decoder(samprate=16_000, ascale=_ACOUSTIC_SCALE, loglevel="FATAL")


def _written(word: str) -> str:
    return _FIRST_PERSON.sub("I", _PRONUNCIATION.sub("", word), count=1)
