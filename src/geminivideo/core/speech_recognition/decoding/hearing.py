"""From a sound to its words: phrases in which somebody speaks, decoded one by one, without what is too uncertain."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from geminivideo.core.media.sound_decode import SPEECH_RATE
from geminivideo.core.speech_recognition.decoding.base import Decoder, Sound, Word
from geminivideo.core.speech_recognition.decoding.voice_activity import (
    Probabilities,
    Span,
    of_span,
    phrases,
    speech_probabilities,
)

_LEAST_CONFIDENCE = 0.3  # of a word
_LEAST_OF_PHRASE = 0.4  # of its words on average, else none of them is believed
_LEAST_SPEECH = 0.3  # how probable speech is, on average over a word
_SAME_BREATH = 1.5  # seconds within which what is left out is missed after a word
_SHORTEST = 0.02  # seconds of a word


def hear(sound: Sound, decoder: Decoder) -> dict[str, Any]:
    probabilities = speech_probabilities(sound)
    spans = phrases(probabilities)
    parts = [_cut(sound, span) for span in spans]
    if parts:
        decoder.listen(np.concatenate(parts))
    words: list[Word] = []
    believed: list[Word] = []
    for span, part in zip(spans, parts, strict=True):
        heard = list(_placed(decoder.decode(part), span))
        words += heard
        believed += _believed(heard, probabilities)
    known = set(believed)
    told = [_document(word) for word in _apart(_with_gaps(words, known))]
    unsure = [round((word.start + word.end) / 2, 3) for word in words if word not in known]
    return {"language": decoder.language, "words": told, "doubtful": len(words) - len(believed), "unsure": unsure}


def _cut(sound: Sound, span: Span) -> Sound:
    return sound[round(span.start * SPEECH_RATE) : round(span.end * SPEECH_RATE)]


def _placed(words: Sequence[Word], span: Span) -> Iterator[Word]:
    for word in words:
        start = span.start + word.start
        end = min(max(span.start + word.end, start + _SHORTEST), span.end)
        if word.text and start < end:
            yield word._replace(start=start, end=end)


def _believed(words: Sequence[Word], probabilities: Probabilities) -> list[Word]:
    if not words or np.mean([word.confidence for word in words]) < _LEAST_OF_PHRASE:
        return []
    return [word for word in words if _is_believed(word, probabilities)]


def _with_gaps(words: Sequence[Word], believed: set[Word]) -> list[Word]:
    """Those believed. Where one was left out, the word before says so: a missing "not" must not go unnoticed."""
    told: list[Word] = []
    for word in words:
        if word in believed:
            told.append(word)
        elif told and word.start - told[-1].end < _SAME_BREATH:
            told[-1] = told[-1]._replace(gap_after=True)
    return told


def _is_believed(word: Word, probabilities: Probabilities) -> bool:
    spoken = float(of_span(probabilities, Span(word.start, word.end)).mean())
    return word.confidence >= _LEAST_CONFIDENCE and spoken >= _LEAST_SPEECH


def _apart(words: Sequence[Word]) -> Iterator[Word]:
    """In order and without overlap, as far as the decoder's rounding left any."""
    free = 0.0
    for word in words:
        start = max(word.start, free)
        if word.end - start >= _SHORTEST:
            yield word._replace(start=start)
            free = word.end


def _document(word: Word) -> dict[str, Any]:
    return {
        "text": word.text,
        "start_seconds": round(word.start, 3),
        "end_seconds": round(word.end, 3),
        "confidence": round(min(max(word.confidence, 0.0), 1.0), 3),
        "gap_after": word.gap_after,
    }
