"""A long sound in portions, cut where nobody speaks: little is repeated after a crash, and little held at once."""

from collections.abc import Sequence

from geminivideo.core.speech_recognition.model import VoicedSpan

_LONGEST = 120.0  # seconds from the first to the last word of a portion
_AIR = 0.5  # seconds around those, as far as nobody else speaks there


def portions(voices: Sequence[VoicedSpan], end_seconds: float) -> list[tuple[float, float]]:
    """Stretches that hold every span whole; what lies between them is silent for the recogniser."""
    groups: list[list[VoicedSpan]] = []
    for span in voices:
        if groups and span.end_seconds - groups[-1][0].start_seconds <= _LONGEST:
            groups[-1].append(span)
        else:
            groups.append([span])
    starts = [group[0].start_seconds for group in groups]
    ends = [group[-1].end_seconds for group in groups]
    before = [0.0, *((one + other) / 2 for one, other in zip(ends, starts[1:], strict=False))]
    after = [*before[1:], end_seconds]
    return [
        (round(max(low, start - _AIR), 3), round(min(high, end + _AIR), 3))
        for low, start, end, high in zip(before, starts, ends, after, strict=False)
    ]
