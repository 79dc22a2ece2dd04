"""Where somebody speaks, by the Silero voice detector: music, noise and silence are left out.

The detector's ONNX file comes inside the faster-whisper package; OpenCV runs it, so that it needs nothing else of that.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geminivideo.core.media.sound_decode import SPEECH_RATE
from geminivideo.core.speech_recognition.decoding.base import Sound

WINDOW = 512  # samples the detector judges at a time
WINDOW_SECONDS = WINDOW / SPEECH_RATE
_CONTEXT = 64  # samples before each window that it is shown too
_BATCH = 2048  # windows a pass: about a minute
_STATE = (1, 1, 128)
_MODEL = "assets/silero_vad_v6.onnx"

_SPEECH, _SURE = 0.5, 0.7
_LEAST_SURE_SECONDS = 0.4  # of a passage: notes of an instrument can sound like a vowel, not like a sentence
_PASSAGE_GAP, _PHRASE_GAP = 0.7, 0.35  # silence that ends a passage, and a phrase of it
_MARGIN = 0.25
_LONGEST = 20.0

Probabilities = npt.NDArray[np.float32]


class Span(NamedTuple):
    start: float
    end: float


def speech_probabilities(sound: Sound) -> Probabilities:
    """For each window how probable it is that somebody speaks in it."""
    import cv2

    if not len(sound):
        return np.zeros(0, np.float32)
    net = cv2.dnn.readNetFromONNX(str(_model()))
    state = [np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)]
    found = []
    for first in range(0, len(sound), _BATCH * WINDOW):
        for name, value in zip(("input", "h", "c"), (_shown(sound, first), *state), strict=True):
            net.setInput(value, name)
        probabilities, *after = net.forward(("speech_probs", "hn", "cn"))
        state = [np.array(each, np.float32) for each in after]
        found.append(np.array(probabilities, np.float32).ravel())
    return np.concatenate(found)


def _shown(sound: Sound, first: int) -> Probabilities:
    """A pass's windows, each after the end of the one before; only these are ever held, so a sound may be on disk."""
    batch = np.asarray(sound[first : first + _BATCH * WINDOW])
    windows = np.pad(batch, (0, -len(batch) % WINDOW)).reshape(-1, WINDOW)
    before = np.asarray(sound[first - _CONTEXT : first]) if first else np.zeros(_CONTEXT, np.int16)
    context = np.vstack([before[None], windows[:-1, -_CONTEXT:]])
    return np.hstack([context, windows]).astype(np.float32) / np.float32(32768)


def phrases(probabilities: Probabilities) -> list[Span]:
    """Stretches in which somebody speaks, each with a little air around it and short enough for a decoder."""
    split = spoken(probabilities)
    total = len(probabilities) * WINDOW_SECONDS
    befores = [0.0, *(span.end for span in split)]
    afters = [*(span.start for span in split[1:]), total]
    return [
        Span(
            span.start - min(_MARGIN, (span.start - before) / 2), span.end + min(_MARGIN, max(0, after - span.end) / 2)
        )
        for span, before, after in zip(split, befores, afters, strict=False)
    ]


def spoken(probabilities: Probabilities) -> list[Span]:
    """Stretches in which somebody speaks, without air; one that is too long for a decoder is in parts that touch."""
    found = [span for passage in _passages(probabilities) for span in _joined(probabilities, passage, _PHRASE_GAP)]
    return [part for span in found for part in _split(probabilities, span)]


def _passages(probabilities: Probabilities) -> list[Span]:
    whole = Span(0.0, len(probabilities) * WINDOW_SECONDS)
    return [
        passage
        for passage in _joined(probabilities, whole, _PASSAGE_GAP)
        if np.sum(of_span(probabilities, passage) >= _SURE) * WINDOW_SECONDS >= _LEAST_SURE_SECONDS
    ]


def _joined(probabilities: Probabilities, within: Span, gap: float) -> list[Span]:
    """Runs of speech inside a span; those less than `gap` apart are one."""
    spans: list[Span] = []
    first = round(within.start / WINDOW_SECONDS)
    for index in np.flatnonzero(of_span(probabilities, within) >= _SPEECH) + first:
        start, end = index * WINDOW_SECONDS, (index + 1) * WINDOW_SECONDS
        if spans and start - spans[-1].end < gap:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return spans


def _split(probabilities: Probabilities, span: Span) -> list[Span]:
    """One that is too long is divided where speech is least probable, in its second half."""
    if span.end - span.start <= _LONGEST:
        return [span]
    half = Span(span.start + _LONGEST / 2, span.start + _LONGEST)
    at = half.start + float(np.argmin(of_span(probabilities, half))) * WINDOW_SECONDS
    return [Span(span.start, at), *_split(probabilities, Span(at, span.end))]


def of_span(probabilities: Probabilities, span: Span) -> Probabilities:
    first = max(0, round(span.start / WINDOW_SECONDS))
    return probabilities[first : max(first + 1, round(span.end / WINDOW_SECONDS))]


def _model() -> Path:
    """Found without importing the package, which would load what only Whisper needs.

    Raises:
        ImportError: when it is not installed.
    """
    spec = find_spec("faster_whisper")
    places = [Path(place) / _MODEL for place in (spec.submodule_search_locations or ())] if spec else []
    for path in places:
        if path.is_file():
            return path
    raise ImportError("the voice detector in the package faster-whisper is missing")
