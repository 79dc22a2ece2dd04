"""The level of an account: what its average ad returns, now and at any day before.

Accounts drift: prices, audiences and seasons move all of their ads together. Where old ads foretell new ones worse than
recent ads do, they are discounted by half every `half_life` days; whether and how fast is chosen by forecasting each ad
from those that were settled before it began.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.account.history import SETTLING, Results
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.schema import Matrix

# The prior's average counts as much as two ads of today.
_ADS_BELIEVED = 2.0
_HALF_LIVES = (180.0, 90.0, 30.0, 14.0)  # days, the longest first
# A level that is mostly the prior's says nothing about the account's drift.
_LEAST_KNOWN = 8.0
_LEAST_FORECASTS = 40
# Discounting throws data away; it has to be better by more than chance would make it.
_LEAST_GAIN = 0.03
# Errors below this are those of arithmetic: no half-life is better than another.
_EXACT = 1e-6
_FAR_OUT = 3.0  # interquartile ranges above the third quartile
_FAR_ABOVE = 10.0  # times the middle return, where most ads return nothing
# The share of ads that must find enough others outside of their campaign.
_MOST = 0.5

Days = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
# By half-life: the level at each of some days, and how many ads of that day it is worth.
Followed = Mapping[float, tuple[Vector, Vector]]


@dataclass(frozen=True, slots=True)
class Levels:
    """`then` is each ad's level as it could be known without the ad itself; `known` says for which it means anything.

    `half_life` is None where all ads count the same.
    """

    now: float
    then: Vector
    known: Mask
    half_life: float | None


def levels(outcomes: Vector, ads: Results, believed: float, today: int) -> Levels:
    """`outcomes` are those that the ads would have had with an average score; `today` is an ordinal day."""
    tamed = without_extremes(outcomes)
    others = _others(ads)
    before = _settled(ads.begins, ads) & others
    always, _ = _mean(before, tamed, believed)
    followed = _followed(tamed, ads.begins, ads, before, always)
    half_life = _chosen(tamed, followed, before, always)
    if half_life is None:
        then, weight = _mean(others, tamed, believed)
        now, _ = _mean(np.ones((1, len(tamed))), tamed, believed)
    else:
        then, weight = followed[half_life]
        at = np.array([today])
        until = _settled(at, ads)
        now, _ = _followed(tamed, at, ads, until, _mean(until, tamed, believed)[0])[half_life]
    return Levels(float(now[0]), then, weight >= _least_known(len(tamed)), half_life)


def without_extremes(outcomes: Vector) -> Vector:
    """A few ads far above all others (a viral hit, a wholesale order) count as the highest ordinary ones.

    Otherwise they would move the average of all ads to come.
    """
    first, third = np.quantile(outcomes, [0.25, 0.75])
    if third <= 0:  # where three ads in four returned nothing, those that did are what is ordinary
        return _tamed_returns(outcomes)
    return np.asarray(np.minimum(outcomes, third + _FAR_OUT * max(third - first, 0.1 * third)))


def _tamed_returns(outcomes: Vector) -> Vector:
    returns = outcomes[outcomes > 0]
    if not len(returns):
        return outcomes
    # The lower of two middle ones: of two returns the larger may be the hit.
    return np.asarray(np.minimum(outcomes, _FAR_ABOVE * np.quantile(returns, 0.5, method="lower")))


def _others(ads: Results) -> Mask:
    """(ads, ads): those whose results may tell of an ad. Not its campaign, whose ads rise and fall together.

    Where that leaves too little to most ads, because one campaign has most of them, it is all but the ad itself.
    """
    others = ads.campaigns[:, None] != ads.campaigns[None, :]
    enough = others.sum(axis=1) >= _least_known(len(others))
    return np.asarray(others if enough.mean() > _MOST else ~np.eye(len(others), dtype=np.bool_))


def _least_known(ads: int) -> float:
    return min(_LEAST_KNOWN, ads / 2)


def _chosen(outcomes: Vector, followed: Followed, before: Mask, always: Vector) -> float | None:
    """The half-life that forecasts best against counting all earlier ads the same; None unless one is better."""
    left = {}
    for half_life, (then, weight) in followed.items():
        always, _ = _mean(before, outcomes, always)  # completed as often as what it is compared with
        rows = weight >= _LEAST_KNOWN
        enough = rows.sum() >= _LEAST_FORECASTS
        left[half_life] = _error(outcomes[rows], then[rows]) / _error(outcomes[rows], always[rows]) if enough else 1.0
    best = min(left, key=left.__getitem__)
    return best if left[best] < 1 - _LEAST_GAIN else None


def _settled(at: Days, ads: Results) -> Mask:
    """(days, ads): whose results were in by each day of `at`."""
    return np.asarray(at[:, None] - ads.ends[None, :] >= SETTLING.days)


def _followed(outcomes: Vector, at: Days, ads: Results, counted: Mask, always: Vector) -> Followed:
    """What little a half-life leaves of old ads is completed by the next longer one, and that in turn by all ads: an
    account that paused is still itself.
    """
    age = np.maximum(at[:, None] - ads.ends[None, :], 0)
    found, slower = {}, always
    for half_life in _HALF_LIVES:
        slower, weight = _mean(np.where(counted, 0.5 ** (age / half_life), 0.0), outcomes, slower)
        found[half_life] = slower, weight
    return found


def _mean(weights: Matrix | Mask, outcomes: Vector, believed: float | Vector) -> tuple[Vector, Vector]:
    """Per row of weights the mean of the outcomes and the belief, and the sum of the weights."""
    total = weights.sum(axis=1).astype(np.float64)
    return (weights @ outcomes + _ADS_BELIEVED * believed) / (total + _ADS_BELIEVED), total


def _error(outcomes: Vector, forecasts: Vector) -> float:
    """Mean distance on a log scale that bears zeros."""
    least = 0.1 * outcomes.mean() or 1.0
    return max(float(np.abs(np.log((outcomes + least) / (forecasts + least))).mean()), _EXACT)
