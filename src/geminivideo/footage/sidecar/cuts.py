"""Cuts as a person gave them: from the scenes of a document, and to frames of the file."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from geminivideo.core.errors import InvalidInputError
from geminivideo.footage.shots import Span

LEAST_SECONDS = 0.1
_ROUNDING = 1e-6
_SAME = 0.002  # seconds: times are written with six digits, and people round them
_REMEDY = "mend the times; scenes follow each other without a gap, and `use`: false keeps one out of ads"


class Timed(Protocol):
    @property
    def start_seconds(self) -> float: ...
    @property
    def end_seconds(self) -> float: ...


def boundaries(scenes: Sequence[Timed], known: Sequence[Timed]) -> tuple[float, ...]:
    """Start of the first scene, every cut, end of the last one; rising.

    `known` are the scenes before the change. Where a scene does not end at the start of the next, the one of both
    that is new is the cut: so moving a cut takes one number. Times as good as the known ones are the known ones.

    Raises:
        InvalidInputError: when a scene is empty or outside the file, or leaves a gap or overlaps; names the scene.
    """
    old = sorted({known[0].start_seconds, *(scene.end_seconds for scene in known)})
    first = _edge(scenes[0].start_seconds, old[0], "scene 1: start_seconds", "where the video starts")
    last = _edge(scenes[-1].end_seconds, old[-1], f"scene {len(scenes)}: end_seconds", "where the video ends")
    inner = [_cut(number, one, other, old) for number, (one, other) in enumerate(pairwise(scenes), start=1)]
    found = (first, *inner, last)
    for number, (start, end) in enumerate(pairwise(found), start=1):
        as_measured = start in old and end in old
        if end <= start or (end - start < LEAST_SECONDS - _ROUNDING and not as_measured):
            raise InvalidInputError(
                f"scene {number}: from {start:g} to {end:g} s is less than {LEAST_SECONDS:g} s, or backwards.",
                next_step=_REMEDY,
            )
    return found


def same_times(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def spans_at(cuts: Sequence[float], times: Sequence[float], end: float) -> list[Span]:
    """Scenes from the first frame to `end`, cut at the frames nearest to `cuts`; cuts of one frame are one cut.

    `times`: when each frame begins.
    """
    frames = sorted({_nearest(cut, times) for cut in cuts} - {0})
    edges = [0, *frames, len(times)]
    return [
        Span(first, last, times[first], times[last] if last < len(times) else end) for first, last in pairwise(edges)
    ]


def _edge(given: float, measured: float, where: str, what: str) -> float:
    if abs(given - measured) > _SAME:
        raise InvalidInputError(f"{where} is {given:g}, but {what} is {measured:g} s.", next_step=_REMEDY)
    return measured


def _cut(number: int, one: Timed, other: Timed, old: Sequence[float]) -> float:
    ends, starts = _as_known(one.end_seconds, old), _as_known(other.start_seconds, old)
    if abs(ends - starts) <= _SAME:
        return ends
    new = [time for time in (ends, starts) if time not in old]
    if len(new) == 1:
        return new[0]
    kind = "overlaps" if ends > starts else "leaves a gap before"
    raise InvalidInputError(
        f"scene {number}: end_seconds is {ends:g} and {kind} scene {number + 1}, whose start_seconds is {starts:g}.",
        next_step=_REMEDY,
    )


def _as_known(given: float, old: Sequence[float]) -> float:
    place = bisect_left(old, given)
    return next((time for time in old[max(0, place - 1) : place + 1] if abs(given - time) <= _SAME), given)


def _nearest(cut: float, times: Sequence[float]) -> int:
    place = bisect_left(times, cut)
    near = [frame for frame in (place - 1, place) if 0 <= frame < len(times)]
    return min(near, key=lambda frame: abs(times[frame] - cut))
