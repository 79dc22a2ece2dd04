"""When each word of a take is heard: told by the service character by character, else found in the sound."""

import math
import tempfile
from itertools import pairwise
from pathlib import Path

from geminivideo.rendering.sound.pcm import Samples
from geminivideo.rendering.voice.alignment import align
from geminivideo.rendering.voice.base import Line, Voice
from geminivideo.rendering.voice.cloud.base import CharacterTimes
from geminivideo.rendering.voice.spoken_form import SpokenForm
from geminivideo.rendering.voice.word_times import Sound, Span, token_spans

_MOST_OVER = 0.5  # seconds by which times may lie behind the end before they are not believed


def spans_told(form: SpokenForm, times: CharacterTimes | None, seconds: float) -> tuple[Span, ...] | None:
    """One span per token of the script; None where the times are missing or do not belong to this text."""
    if times is None or not _believable(form, times, seconds):
        return None
    sounds = [
        Sound(start, index, form.text[index].isalnum() or form.text[index] in "%&@+=°$€£¥₹")
        for index, start in enumerate(times.starts)
    ]
    return token_spans(form, sounds, min(seconds, times.ends[-1]))


def _believable(form: SpokenForm, times: CharacterTimes, seconds: float) -> bool:
    starts, ends = times.starts, times.ends
    if "".join(times.characters) != form.text or len(times.characters) != len(form.text):
        return False
    if not len(starts) == len(ends) == len(form.text) or not all(map(math.isfinite, (*starts, *ends))):
        return False
    in_order = all(one <= other for one, other in pairwise(starts))
    return in_order and starts[0] >= 0 and max(ends) <= seconds + _MOST_OVER


def spans_found(sound: Samples, line: Line, reference: Voice) -> tuple[Span, ...]:
    with tempfile.TemporaryDirectory(prefix="geminivideo-align-") as folder:
        words = align(sound, line.text, line.language, reference, Path(folder))
    return tuple(Span(word.start_seconds, word.end_seconds) for word in words)
