"""The rhythm of a scene: how many shots, and where the cuts fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geminivideo.core.vocabulary import Pacing
from geminivideo.rendering.plan import FPS

_SNAP = 10  # frames a cut may move to meet the start of a word


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Shot lengths in seconds."""

    shortest: float
    usual: float
    longest: float


RHYTHMS = {
    Pacing.FAST: Rhythm(1.5, 2.0, 2.5),
    Pacing.MEDIUM: Rhythm(2.5, 3.2, 4.0),
    Pacing.SLOW: Rhythm(4.0, 5.0, 6.0),
}


def shot_count(frames: int, pacing: Pacing) -> int:
    """How many shots a scene of this length holds: near the usual length, none longer than the longest."""
    rhythm = RHYTHMS[pacing]
    seconds = frames / FPS
    if seconds <= rhythm.longest:
        return 1
    fewest = -int(-seconds // rhythm.longest)
    return max(fewest, min(round(seconds / rhythm.usual), int(seconds // rhythm.shortest)))


def cut(start: int, frames: int, count: int, word_starts: Sequence[int]) -> list[tuple[int, int]]:
    """(start, frames) of `count` shots: equal parts, each cut moved to a word that starts nearby.

    A cut on a word feels meant; one in the middle of it feels like a mistake.
    """
    reach = min(_SNAP, frames // count // 3)  # so that no shot is squeezed between two moved cuts
    edges = [start]
    for number in range(1, count):
        ideal = start + frames * number // count
        near = [word for word in word_starts if abs(word - ideal) <= reach]
        edges.append(min(near, key=lambda word: (abs(word - ideal), word), default=ideal))
    edges.append(start + frames)
    return [(begin, end - begin) for begin, end in pairwise(edges)]
