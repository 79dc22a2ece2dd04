"""The time frame of a piece: bars that end with the ad, and how much plays in each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

BEATS_PER_BAR, STEPS_PER_BAR, PHRASE_BARS = 4, 16, 4
_RING_SECONDS = 1.25  # the last chord is struck this long before the end
_SHORTEST_WITH_BARS = 3.0
_VELOCITY = {"X": 1.0, "x": 0.8, "o": 0.5}


class Note(NamedTuple):
    start: float
    seconds: float
    midi: int
    velocity: float


class PadChord(NamedTuple):
    start: float
    seconds: float
    midis: tuple[int, ...]
    intensity: int


class Hit(NamedTuple):
    start: float
    drum: str
    velocity: float
    seconds: float = 0.0  # only of a riser


@dataclass(frozen=True, slots=True)
class Grid:
    """Where bars lie. After the last bar comes the final chord at `final`, which rings until `seconds`."""

    seconds: float
    bars: int
    bpm: float
    final: float

    @property
    def bar_seconds(self) -> float:
        return BEATS_PER_BAR * 60 / self.bpm

    def at(self, bar: int, step: float = 0.0) -> float:
        return (bar + step / STEPS_PER_BAR) * self.bar_seconds

    @property
    def beats(self) -> tuple[float, ...]:
        return (*(self.at(0, 4 * beat) for beat in range(self.bars * BEATS_PER_BAR)), self.final)


def fit_grid(seconds: float, bpm: float) -> Grid:
    """Whole bars up to the final chord, at the tempo nearest to `bpm` that allows it."""
    if seconds < _SHORTEST_WITH_BARS:
        return Grid(seconds, 0, bpm, 0.0)
    playing = seconds - _RING_SECONDS
    bars = max(1, round(playing * bpm / 60 / BEATS_PER_BAR))
    return Grid(seconds, bars, 60 * BEATS_PER_BAR * bars / playing, playing)


def intensities(bars: int) -> list[int]:
    """1 (opening) to 3 (everything plays) per bar. Phrases are counted from the end, so that the last one is whole;
    what remains opens the piece.
    """
    opening, phrases = bars % PHRASE_BARS, bars // PHRASE_BARS
    if not phrases:
        return [2] * bars
    first = 2 if opening > 1 else 1
    climb = [first + index * (4 - first) // phrases for index in range(phrases - 1)] + [3]
    return [1] * opening + [level for level in climb for _ in range(PHRASE_BARS)]


def pick(patterns: Sequence[str], rng: np.random.Generator) -> str:
    return patterns[int(rng.integers(len(patterns)))]


def by_hand(grid: Grid, bar: int, step: int, swing: float, rng: np.random.Generator) -> float:
    """When a player hits that step: late by the mood's swing on every second one, and never quite exactly."""
    late = (swing if step % 2 else 0.0) + float(rng.normal(0, 0.02))
    return max(0.0, grid.at(bar, step + late))


def steps(pattern: str) -> list[tuple[int, float]]:
    return [(step, _VELOCITY[mark]) for step, mark in enumerate(pattern) if mark != "."]
