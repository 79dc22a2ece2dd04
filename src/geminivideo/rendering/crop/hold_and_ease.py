"""The calmest path along measured places: hold, ease, hold, with at most two moves, found by least squares."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MOST_MOVES = 2
_CHANGE_POINTS = 13  # moments of a shot at which a move may begin or end
_LEAST_EASE_SECONDS = 0.5
_FASTEST = 0.75  # window sizes a second over a whole move: faster, and the ground rushes by
_SMALLEST = 0.1  # of the window: a smaller move is only unrest
_PRIOR = 0.05  # weight of staying: a hold that hardly anything was seen in must not fly away
_SECOND_MOVE_PAYS = 0.5  # the error that remains, of the one that one move leaves


@dataclass(frozen=True, slots=True)
class Place:
    seconds: float
    start: float  # of the window


@dataclass(frozen=True, slots=True)
class Track:
    """Where the window should begin, as measured; times in seconds of the shot."""

    times: tuple[float, ...]
    starts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Path:
    places: tuple[Place, ...]
    explained: float  # share of the track's spread that it follows, 0-1

    def at(self, times: Sequence[float]) -> list[float]:
        begins = self.places[0].start
        moves = list(pairwise(self.places))
        return [
            begins + sum((b.start - a.start) * float(_ease(_share(time, a.seconds, b.seconds))) for a, b in moves)
            for time in times
        ]


def fit(track: Track, seconds: float, size: float) -> Path | None:
    """None when every path that follows is too fast. `size` is the window's; all in shares of the picture."""
    times, wanted = np.array(track.times), np.array(track.starts)
    spread = float(np.abs(wanted - np.median(wanted)).sum())
    best, best_error = None, 0.0
    for moves in range(1, _MOST_MOVES + 1):
        if len(times) < 4 * moves:
            break
        found = _best(times, wanted, seconds, size, moves)
        if found and (best is None or found[1] < _SECOND_MOVE_PAYS * best_error):
            best, best_error = found
    return Path(best, 1 - best_error / spread) if best and spread > 0 else None


def _best(
    times: Array, wanted: Array, seconds: float, size: float, moves: int
) -> tuple[tuple[Place, ...], float] | None:
    """All paths over a grid of change points at once: their levels by least squares, then the one nearest to all."""
    grid = np.linspace(0, seconds, _CHANGE_POINTS)
    points = np.array(list(combinations(grid, 2 * moves)))
    begins, ends = points[:, 0::2], points[:, 1::2]
    weights = _weights(times, begins, ends)
    levels = np.clip(_least_squares(weights, wanted), 0, 1 - size)
    steps = np.abs(np.diff(levels, axis=1))
    lasting = ends - begins
    allowed = (steps <= _FASTEST * size * lasting) & (lasting >= _LEAST_EASE_SECONDS) & (steps >= _SMALLEST * size)
    errors = np.abs(np.einsum("ctl,cl->ct", weights, levels) - wanted).sum(axis=1)
    errors[~allowed.all(axis=1)] = np.inf
    first = int(np.argmin(errors))
    if not np.isfinite(errors[first]):
        return None
    places = [Place(float(at), float(levels[first, (number + 1) // 2])) for number, at in enumerate(points[first])]
    return tuple(places), float(errors[first])


def _weights(times: Array, begins: Array, ends: Array) -> Array:
    """How much of each level there is at each moment: paths x moments x levels."""
    eases = _ease(_share(times[None, :, None], begins[:, None, :], ends[:, None, :]))
    ones, none = np.ones_like(eases[..., :1]), np.zeros_like(eases[..., :1])
    weights: Array = np.concatenate([ones, eases], axis=2) - np.concatenate([eases, none], axis=2)
    return weights


def _least_squares(weights: Array, wanted: Array) -> Array:
    middle = float(np.median(wanted))
    squared = np.einsum("ctl,ctm->clm", weights, weights) + _PRIOR * np.eye(weights.shape[2])
    right = np.einsum("ctl,t->cl", weights, wanted - middle)
    levels: Array = np.linalg.solve(squared, right[..., None])[..., 0] + middle
    return levels


def _share(at: Array | float, begin: Array | float, end: Array | float) -> Array:
    return np.clip((np.asarray(at) - begin) / (np.asarray(end) - begin), 0, 1)


def _ease(share: Array) -> Array:
    """As `motion.eased`, for many at once."""
    eased: Array = share * share * (3 - 2 * share)
    return eased
