"""ROAS = f(score, historical average): an account's own way from score to outcome, as far as its ads can tell.

f(score) = level x (1 + slope x (g(score) / g(50) - 1)), g being the curve of the prior. `level` is what the account's
average ad returns (`level.py`), `slope` how much a good score is worth there: 1 is as much as the prior says. The slope
is fitted by least squares that start from 1, which counts as much as twenty ads.
"""

from dataclasses import dataclass

import numpy as np

from geminivideo.oracle.account.history import Results
from geminivideo.oracle.account.level import Levels, levels, without_extremes
from geminivideo.oracle.curves import OutcomeCurve, Vector

AVERAGE_SCORE = 50.0
# Twenty ads whose scores vary as those of a campaign do; a tenth is the mean square of g(score)/g(50) - 1 there.
_BELIEF = 20 * 0.1
# The curve stays increasing, and above nothing, whatever the ads say.
_LEAST_SLOPE, _LOWEST_SHARE = 0.05, 0.05


@dataclass(frozen=True, slots=True)
class AccountFit:
    levels: Levels
    slope: float


def fit_account(prior: OutcomeCurve, scores: Vector, results: Results, today: int) -> AccountFit:
    """`scores` are the ensemble's, the average one for an ad of which nothing is known; `today` an ordinal day."""
    relative, believed = _relative(prior, scores), float(prior.outcome(AVERAGE_SCORE))
    slope = min(1.0, _highest_slope(prior))
    for _ in range(3):  # the level is that of an average score, so each is fitted with the other
        average = results.outcomes / (1 + slope * relative)
        found = levels(average, results, believed, today)
        slope = _slope(prior, relative[found.known], without_extremes(results.outcomes / found.then)[found.known])
    return AccountFit(found, slope)


def curve_of(prior: OutcomeCurve, level: float, slope: float) -> OutcomeCurve:
    scores = np.array([score for score, _ in prior.knots], np.float64)
    outcomes = level * (1 + slope * _relative(prior, scores))
    return OutcomeCurve(prior.name, tuple(zip(scores.tolist(), outcomes.tolist(), strict=True)), prior.decimals)


def _slope(prior: OutcomeCurve, relative: Vector, shares: Vector) -> float:
    """`shares` are outcomes as multiples of the level."""
    fitted = (relative @ (shares - 1) + _BELIEF) / (relative @ relative + _BELIEF)
    return float(np.clip(fitted, _LEAST_SLOPE, _highest_slope(prior)))


def _relative(prior: OutcomeCurve, scores: Vector) -> Vector:
    return prior.outcome(scores) / prior.outcome(AVERAGE_SCORE) - 1


def _highest_slope(prior: OutcomeCurve) -> float:
    return (1 - _LOWEST_SHARE) / -float(_relative(prior, np.zeros(1))[0])
