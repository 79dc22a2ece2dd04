"""The rhythm of a scene: how many shots, and where the cuts fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geminivideo.core.vocabulary import Pacing
from geminivideo.rendering.plan.frames import FPS

SNAP = 10  # frames a cut may move to meet the start of a word or a beat


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


def shot_count(frames: int, pacing: Pacing, pace: float = 1.0) -> int:
    """How many shots a scene of this length holds: near the usual length, none longer than the longest.

    `pace` is shots per second relative to the pacing.
    """
    rhythm = RHYTHMS[pacing]
    seconds = frames / FPS * pace
    if seconds <= rhythm.longest:
        return 1
    fewest = -int(-seconds // rhythm.longest)
    return max(fewest, min(round(seconds / rhythm.usual), int(seconds // rhythm.shortest)))


def cut(start: int, frames: int, count: int, accents: Sequence[int], snap: int = SNAP) -> list[tuple[int, int]]:
    """(start, frames) of `count` shots: equal parts, each cut moved to an accent at most `snap` frames away.

    A cut where a word begins or a beat falls feels meant; one in between feels like a mistake.
    """
    reach = min(snap, frames // count // 3)  # so that no shot is squeezed between two moved cuts
    edges = [start]
    for number in range(1, count):
        ideal = start + frames * number // count
        near = [accent for accent in accents if abs(accent - ideal) <= reach]
        edges.append(min(near, key=lambda accent: (abs(accent - ideal), accent), default=ideal))
    edges.append(start + frames)
    return [(begin, end - begin) for begin, end in pairwise(edges)]
