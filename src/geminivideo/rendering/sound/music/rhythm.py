"""The drums of a piece: the mood's patterns, fills into every new phrase, and the strokes that mark its parts."""

from collections.abc import Sequence

import numpy as np

from geminivideo.rendering.sound.music.grid import PHRASE_BARS, STEPS_PER_BAR, Grid, Hit, by_hand, pick, steps
from geminivideo.rendering.sound.music.moods import Mood

_FROM_LEVEL = {"kick": 1, "snare": 2, "hat": 1, "open_hat": 3}
_FILL_STEPS, _LAST_FILL_STEPS = 4, 8


def write_drums(grid: Grid, mood: Mood, levels: Sequence[int], rng: np.random.Generator) -> tuple[Hit, ...]:
    patterns = {
        "kick": pick(mood.kick, rng),
        "snare": mood.snare,
        "hat": pick(mood.hats, rng),
        "open_hat": mood.open_hat,
    }
    hits = [Hit(0.0, "impact", 0.7)]
    for bar, level in enumerate(levels):
        fill_from = _fill_from(bar, grid.bars)
        for drum, pattern in patterns.items():
            if level >= _FROM_LEVEL[drum]:
                hits += _pattern(grid, mood, bar, drum, pattern, fill_from, rng)
        hits += _fill(grid, mood, bar, fill_from)
        if bar and levels[bar - 1] < level:
            hits.append(Hit(grid.at(bar), "crash", 0.6))
    return (*hits, *_ending(grid))


def _fill_from(bar: int, bars: int) -> int:
    """The step from which a fill replaces kick and snare; the last bar of each phrase has one, the very last a long
    one.
    """
    if bar == bars - 1:
        return STEPS_PER_BAR - _LAST_FILL_STEPS
    return STEPS_PER_BAR - _FILL_STEPS if (bar + 1 - bars) % PHRASE_BARS == 0 else STEPS_PER_BAR


def _pattern(
    grid: Grid, mood: Mood, bar: int, drum: str, pattern: str, fill_from: int, rng: np.random.Generator
) -> list[Hit]:
    """Kick and snare are exactly on the grid, so that cuts can be; the hats are played by hand and go on in a fill."""
    if drum in {"kick", "snare"}:
        return [Hit(grid.at(bar, step), drum, velocity) for step, velocity in steps(pattern) if step < fill_from]
    return [
        Hit(by_hand(grid, bar, step, mood.swing, rng), drum, velocity * float(rng.uniform(0.8, 1)))
        for step, velocity in steps(pattern)
    ]


def _fill(grid: Grid, mood: Mood, bar: int, first: int) -> list[Hit]:
    """Rising toms with snares between, growing louder; where the drums are hardly there, only hats."""
    length = STEPS_PER_BAR - first
    hits = []
    for step in range(first, STEPS_PER_BAR):
        done = (step - first) / length
        drum = "hat" if mood.drums < 0.5 else "snare" if step % 2 else f"tom{int(3 * done)}"
        hits.append(Hit(grid.at(bar, step), drum, (0.45 + 0.55 * done) * (0.7 if drum == "snare" else 1.0)))
    return hits


def _ending(grid: Grid) -> list[Hit]:
    """A swell over the last two bars into the stroke everything ends on."""
    bars = min(2, grid.bars)
    swell = [Hit(grid.at(grid.bars - bars), "riser", 0.8, bars * grid.bar_seconds)] if bars else []
    return [*swell, *(Hit(grid.final, drum, 1.0) for drum in ("kick", "crash", "impact"))]
