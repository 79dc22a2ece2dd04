"""Where a cut would hurt what is said: in a pause not at all, between two words a little, inside a word most."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from geminivideo.core.footage_scene import SpokenWord
from geminivideo.core.speech_recognition.model import VoicedSpan
from geminivideo.footage.speech.model import Speech

_AIR = 0.1  # seconds before and after speech that belong to it, as far as a pause has room
_LEAST_GAP = 0.04  # seconds; words that touch are still apart for a frame
_MOST_GAP = 0.4  # seconds; in a longer one something may have been said that nobody understood

PAUSE, BETWEEN_WORDS, INSIDE = 0, 1, 2
Stretch = tuple[float, float]


class Quiet:
    """Without speech every moment is a pause."""

    def __init__(self, voices: Sequence[VoicedSpan] = (), words: Sequence[SpokenWord] = ()) -> None:
        spoken = [(span.start_seconds, span.end_seconds) for span in voices]
        spoken += [(word.start_seconds, word.end_seconds) for word in words]
        self._spoken = _with_air(_joined(spoken))
        self._gaps = _gaps(words)

    @classmethod
    def around(cls, speech: Speech | None) -> "Quiet":
        return cls(speech.voices or (), speech.words) if speech else cls()

    def harm(self, at: float) -> int:
        """Of a cut there: PAUSE, BETWEEN_WORDS or INSIDE."""
        if not _within(at, self._spoken):
            return PAUSE
        return BETWEEN_WORDS if _within(at, self._gaps) else INSIDE

    def moments(self, start: float, end: float) -> list[float]:
        """The middle of each pause and each gap between words that has it in that stretch."""
        pauses = [(one[1] + other[0]) / 2 for one, other in zip(self._spoken, self._spoken[1:], strict=False)]
        middles = [*pauses, *((first + last) / 2 for first, last in self._gaps)]
        return sorted(at for at in middles if start <= at <= end)


def _joined(spans: Sequence[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _with_air(spans: Sequence[Stretch]) -> list[Stretch]:
    """No more than a third of a pause, so that it stays one."""
    befores = [float("-inf"), *(end for _, end in spans)]
    afters = [*(start for start, _ in spans[1:]), float("inf")]
    return [
        (start - min(_AIR, (start - before) / 3), end + min(_AIR, (after - end) / 3))
        for (start, end), before, after in zip(spans, befores, afters, strict=False)
    ]


def _gaps(words: Sequence[SpokenWord]) -> list[Stretch]:
    """Between words that follow each other; where one was left out nobody knows where it was."""
    gaps = []
    for word, following in pairwise(words):
        if not word.gap_after and following.start_seconds - word.end_seconds <= _MOST_GAP:
            middle = (word.end_seconds + following.start_seconds) / 2
            half = max(following.start_seconds - word.end_seconds, _LEAST_GAP) / 2
            gaps.append((middle - half, middle + half))
    return gaps


def _within(at: float, spans: Sequence[Stretch]) -> bool:
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return place >= 0 and at < spans[place][1]
