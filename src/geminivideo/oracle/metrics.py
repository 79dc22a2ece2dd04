"""How good forecasts are, as numbers: pure functions of arrays, one entry per row.

Point forecasts and actual values may be on any scale as long as both are on the same. Clicks are 0 or 1, and their
forecasts are probabilities.
"""

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.curves import Vector

# A forecast of exactly 0 or 1 that is wrong once would cost infinitely much.
_SUREST = 1e-6


def rmse(predicted: Vector, actual: Vector) -> float:
    return float(np.sqrt(((predicted - actual) ** 2).mean()))


def mae(predicted: Vector, actual: Vector) -> float:
    return float(np.abs(predicted - actual).mean())


def spearman(predicted: Vector, actual: Vector) -> float:
    """Rank correlation, -1 to 1, ties at their mean rank; 0 when one side is constant and so ranks nothing."""
    ranks = [_ranks(np.asarray(side, np.float64)) for side in (predicted, actual)]
    one, other = (rank - rank.mean() for rank in ranks)
    spread = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / spread if spread else 0.0


def log_loss(probability: Vector, clicked: Vector) -> float:
    """Mean negative log-likelihood in nats."""
    p = np.clip(probability, _SUREST, 1 - _SUREST)
    return float(-(clicked * np.log(p) + (1 - clicked) * np.log(1 - p)).mean())


def auc(predicted: Vector, clicked: Vector) -> float:
    """The share of pairs of a click and a non-click that is in the right order, a tie being half right.

    0.5 when there are only clicks or none: there is nothing to put in order.
    """
    positive = np.asarray(clicked, np.float64) > 0.5
    hits, misses = int(positive.sum()), int((~positive).sum())
    if not hits or not misses:
        return 0.5
    ranks = _ranks(np.asarray(predicted, np.float64))
    return float((ranks[positive].sum() - hits * (hits + 1) / 2) / (hits * misses))


def pinball(predicted: Vector, actual: Vector, quantile: float) -> float:
    """The loss that a forecast of this quantile (0-1) makes smallest."""
    missed = actual - predicted
    return float(np.maximum(quantile * missed, (quantile - 1) * missed).mean())


def coverage(lower: Vector, upper: Vector, actual: Vector) -> float:
    """The share of rows inside their interval, ends included."""
    return float(inside(lower, upper, actual).mean())


def inside(lower: Vector, upper: Vector, actual: Vector) -> npt.NDArray[np.bool_]:
    return np.asarray((lower <= actual) & (actual <= upper))


def width(lower: Vector, upper: Vector) -> float:
    """The mean width of the intervals."""
    return float((upper - lower).mean())


def interval_score(lower: Vector, upper: Vector, actual: Vector, level: float) -> float:
    """Width and misses in one number, less being better (Gneiting and Raftery 2007, equation 43).

    An interval pays its width, and 2 / (1 - level) times the distance by which it misses.
    """
    missed = np.maximum(lower - actual, 0) + np.maximum(actual - upper, 0)
    return float(((upper - lower) + 2 / (1 - level) * missed).mean())


def sums_by_group(values: Vector, groups: npt.ArrayLike) -> Vector:
    """One sum for each name or number in `groups`, in their order."""
    _, group = np.unique(np.asarray(groups), return_inverse=True)
    return np.asarray(np.bincount(group, weights=values), np.float64)


def _ranks(values: Vector) -> Vector:
    """1 for the smallest; equal values share the mean of their ranks."""
    _, group, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[group])
