"""The level of an account: what its average ad returns, now and at any day before.

Accounts drift: prices, audiences and seasons move all of their ads together. Where old ads foretell new ones worse than
recent ads do, they are discounted by half every `half_life` days; whether and how fast is chosen by forecasting each ad
from those that were settled before it began.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.account.history import SETTLING
from geminivideo.oracle.curves import Vector

# The prior's average counts as much as two ads of today.
_ADS_BELIEVED = 2.0
_HALF_LIVES = (180.0, 90.0, 30.0, 14.0)  # days
# A level that is mostly the prior's says nothing about the account's drift.
_LEAST_KNOWN = 8.0
_LEAST_FORECASTS = 40
# Discounting throws data away; it has to be better by more than chance would make it.
_LEAST_GAIN = 0.03
_FAR_OUT = 3.0  # interquartile ranges above the third quartile

Days = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Levels:
    """`then` is each ad's level as it could be known without the ad itself; `known` says for which it means anything.

    `half_life` is None where all ads count the same.
    """

    now: float
    then: Vector
    known: npt.NDArray[np.bool_]
    half_life: float | None


def levels(outcomes: Vector, begins: Days, ends: Days, believed: float, today: int) -> Levels:
    """`outcomes` are those that the ads would have had with an average score; `today` is an ordinal day."""
    tamed = without_extremes(outcomes)
    half_life = _chosen(tamed, begins, ends, believed)
    if half_life is None:
        others = tamed.sum() - tamed
        then = (others + _ADS_BELIEVED * believed) / (len(tamed) - 1 + _ADS_BELIEVED)
        now = (tamed.sum() + _ADS_BELIEVED * believed) / (len(tamed) + _ADS_BELIEVED)
        return Levels(float(now), then, np.ones(len(tamed), np.bool_), None)
    then, weight = _discounted(tamed, begins, ends, believed, half_life)
    now = _discounted(tamed, np.array([today]), ends, believed, half_life)[0]
    return Levels(float(now[0]), then, weight >= _LEAST_KNOWN, half_life)


def without_extremes(outcomes: Vector) -> Vector:
    """A few ads far above all others (a viral hit, a wholesale order) count as the highest ordinary ones.

    Otherwise they would move the average of all ads to come.
    """
    first, third = np.quantile(outcomes, [0.25, 0.75])
    if third <= 0:  # where three ads in four returned nothing, the others are no exceptions but all there is
        return outcomes
    return np.asarray(np.minimum(outcomes, third + _FAR_OUT * max(third - first, 0.1 * third)))


def _chosen(outcomes: Vector, begins: Days, ends: Days, believed: float) -> float | None:
    """The half-life that forecasts best against counting all earlier ads the same; None unless one is better."""
    always, _ = _discounted(outcomes, begins, ends, believed, half_life=1e9)
    left = {half_life: _error_left(half_life, always, outcomes, begins, ends, believed) for half_life in _HALF_LIVES}
    best = min(left, key=left.__getitem__)
    return best if left[best] < 1 - _LEAST_GAIN else None


def _error_left(half_life: float, always: Vector, outcomes: Vector, begins: Days, ends: Days, believed: float) -> float:
    """The error of discounting as a share of that of `always`; 1 where too few ads have a level of their own."""
    then, weight = _discounted(outcomes, begins, ends, believed, half_life)
    rows = weight >= _LEAST_KNOWN
    if rows.sum() < _LEAST_FORECASTS:
        return 1.0
    return _error(outcomes[rows], then[rows]) / _error(outcomes[rows], always[rows])


def _discounted(outcomes: Vector, at: Days, ends: Days, believed: float, half_life: float) -> tuple[Vector, Vector]:
    """The level at each day of `at` from what was settled by then, and how many ads of that day it is worth."""
    age = at[:, None] - ends[None, :]
    settled = age >= SETTLING.days
    weights = np.where(settled, 0.5 ** (np.where(settled, age, 0) / half_life), 0.0)
    total = weights.sum(axis=1)
    return (weights @ outcomes + _ADS_BELIEVED * believed) / (total + _ADS_BELIEVED), total


def _error(outcomes: Vector, forecasts: Vector) -> float:
    """Mean distance on a log scale that bears zeros."""
    least = 0.1 * outcomes.mean() or 1.0
    return float(np.abs(np.log((outcomes + least) / (forecasts + least))).mean())
