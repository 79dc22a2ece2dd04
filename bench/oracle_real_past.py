"""Forecasts of the weeks that follow from the weeks before: the Oracle's engines, and what is simpler than they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.oracle_real_headlines import SCHEMA, History, Numbers, Topics
from geminivideo.oracle.conformal import ConformalIntervals
from geminivideo.oracle.curves import CTR_CURVE, OutcomeCurve, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.encoding import Encoder
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.schema import Matrix
from geminivideo.oracle.trained import TrainedModel

LEVELS = (0.95, 0.90)
WEEKS_AHEAD = 8
_MIDDLE = 50.0
_STEPS = (np.arange(40) + 0.5) / 40
_PENALTIES = (10.0, 100.0, 1000.0, 10_000.0)


@dataclass(frozen=True)
class Design:
    """How rows become a dataset. `relative`: the outcome is CTR over the account's level when the week began, else CTR.
    `grouped`: tests that hang together stay on one side of every split.
    """

    relative: bool
    grouped: bool


@dataclass(frozen=True)
class Forecast:
    """CTR as a fraction; the bounds by what they are meant to cover."""

    predicted: Vector
    bounds: Mapping[float, tuple[Vector, Vector]]


@dataclass(frozen=True)
class Past:
    """What is known at the beginning of week `now`, and the ads of the weeks after that share nothing with it."""

    history: History
    now: int
    before: Numbers
    after: Numbers

    @classmethod
    def until(cls, history: History, now: int) -> "Past":
        before = (history.week < now) & ~np.isnan(history.level)
        after = (history.week >= now) & (history.week < now + WEEKS_AHEAD)
        unseen = ~np.isin(history.group, history.group[history.week < now])
        return cls(history, now, np.flatnonzero(before), np.flatnonzero(after & unseen))

    @property
    def came(self) -> Vector:
        return self.history.ctr[self.after]

    def datasets(self, design: Design) -> tuple[Dataset, Dataset]:
        """Rows to learn from, rows to judge by."""
        topics = Topics([self.history.headline[row] for row in self.before])
        return self._dataset(design, topics, self.before), self._dataset(design, topics, self.after)

    def _dataset(self, design: Design, topics: Topics, rows: Numbers) -> Dataset:
        told = self.history
        x = np.hstack([told.measures[rows], topics([told.headline[row] for row in rows])])
        outcomes = told.ctr[rows] / (told.level[rows] if design.relative else 1.0)
        middle = 1.0 if design.relative else float(np.median(told.ctr[self.before]))
        groups = told.group[rows] if design.grouped else None
        return Dataset(SCHEMA, x, outcomes, curve(middle), Evidence(Basis.ACCOUNT, len(self.before)), groups)

    def unit(self, design: Design) -> Vector:
        """What an outcome of the dataset is multiplied by to be the CTR of a later ad: the level of its own week."""
        return self.history.level[self.after] if design.relative else np.ones(len(self.after))


def curve(middle: float) -> OutcomeCurve:
    """The product's curve for click rates with this outcome at a score of 50."""
    factor = middle / float(CTR_CURVE.outcome(_MIDDLE))
    return OutcomeCurve("relative_ctr", tuple((score, ctr * factor) for score, ctr in CTR_CURVE.knots), 6)


def of_model(model: TrainedModel, later: Dataset, unit: Vector) -> Forecast:
    found = {level: model.predict(later.x, level) for level in LEVELS}
    bounds = {level: (each.lower * unit, each.upper * unit) for level, each in found.items()}
    return Forecast(found[LEVELS[0]].outcome * unit, bounds)


def expected(model: TrainedModel, later: Dataset, unit: Vector) -> Forecast:
    """The mean of what may come instead of its middle: the curve is bent, so it is taken over the model's own errors
    (Duan 1983). The bounds are those of the model.
    """
    ours = of_model(model, later, unit)
    errors = np.quantile(model.calibration.errors, _STEPS)
    scores = model.predict(later.x).score[:, None] + errors
    return Forecast(model.curve.outcome(scores).mean(axis=1) * unit, ours.bounds)


def of_constant(seen: Vector, unit: Vector) -> Forecast:
    """The mean of what was seen, between its ranks; `seen` and the forecast are in `unit`."""
    bounds = {}
    for level in LEVELS:
        lower, upper = np.quantile(seen, [(1 - level) / 2, (1 + level) / 2])
        bounds[level] = (lower * unit, upper * unit)
    return Forecast(seen.mean() * unit, bounds)


def of_ridge(known: Dataset, later: Dataset, unit: Vector) -> Forecast:
    """Ridge regression on the same rows and scores; penalty and intervals from errors out of fold."""
    encoder = Encoder.fit(known.schema, known.x)
    x = encoder.encode(known.x)
    errors = {penalty: known.scores - _out_of_fold(x, known, penalty) for penalty in _PENALTIES}
    best = min(_PENALTIES, key=lambda penalty: float((errors[penalty] ** 2).mean()))
    scores = np.clip(_ridge(best).fit(x, known.scores).predict(encoder.encode(later.x)), 0, 100)
    one = np.ones(len(scores))
    intervals = ConformalIntervals(errors[best], np.ones(len(x)))
    outcome = known.curve.outcome
    bounds = {level: intervals.bounds(scores, one, level) for level in LEVELS}
    return Forecast(
        outcome(scores) * unit,
        {level: (outcome(low) * unit, outcome(up) * unit) for level, (low, up) in bounds.items()},
    )


def _out_of_fold(x: Matrix, known: Dataset, penalty: float) -> Vector:
    from sklearn.model_selection import GroupKFold

    assert known.groups is not None
    found = np.zeros(len(x))
    for learn, judge in GroupKFold(5, shuffle=True, random_state=0).split(x, groups=known.groups):
        found[judge] = _ridge(penalty).fit(x[learn], known.scores[learn]).predict(x[judge])
    return found


def _ridge(penalty: float) -> Any:
    from sklearn.linear_model import Ridge

    return Ridge(penalty)
