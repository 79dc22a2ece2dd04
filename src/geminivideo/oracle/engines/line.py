"""A straight line through the features: ridge regression, bounded against outliers; what every engine starts from.

With a hundred ads hardly anything can be learned but directions, and a line learns them best. Engines learn what it
leaves over, so that an engine that finds nothing more is still as good as the line, and on noise both are the mean.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.encoding import Arrays, Encoder
from geminivideo.oracle.folds import Units, deal
from geminivideo.oracle.schema import FeatureSchema, Matrix

_PENALTIES = np.geomspace(1.0, 1e6, 37)
_FOLDS = 5
# Residuals are cut off at three standard deviations, estimated by the median; never more than these few of them.
_SIGMAS, _SIGMA_OF_MEDIAN = 3.0, 1.4826
_CUT_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Line:
    encoder: Encoder
    weights: Vector
    constant: float

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, units: Units | None = None) -> Self:
        """The penalty is the one with the smallest error for units left out, or without `units` for each row."""
        encoder = Encoder.fit(schema, x)
        inputs = encoder.encode(x)
        centre = inputs.mean(axis=0)
        chosen = _by_row(inputs - centre, scores - scores.mean()) if units is None else _by_unit(inputs, scores, units)
        weights = _weights(inputs - centre, scores - scores.mean(), np.array([chosen]))[:, 0]
        return cls(encoder, weights, float(scores.mean() - centre @ weights))

    def predict(self, x: Matrix) -> Vector:
        # A sum per row instead of a matrix product: its order does not depend on the number of rows.
        return np.asarray(self.constant + (self.encoder.encode(x) * self.weights).sum(axis=1))

    def arrays(self) -> Arrays:
        own = {"line.weights": self.weights, "line.constant": np.array([self.constant])}
        return {**own, **self.encoder.arrays("line.encoder")}

    @classmethod
    def from_arrays(cls, stored: Arrays) -> Self:
        encoder = Encoder.from_arrays(stored, "line.encoder")
        return cls(encoder, stored["line.weights"].astype(np.float64), float(stored["line.constant"][0]))


def robust_line(schema: FeatureSchema, x: Matrix, scores: Vector, units: Units | None = None) -> tuple[Line, Vector]:
    """The line, and the scores with outliers cut off, which is what to learn from: one runaway ad teaches nothing."""
    line = Line.fit(schema, x, _cut(scores, np.full(len(scores), np.median(scores))), units)
    kept = _cut(scores, line.predict(x))
    return Line.fit(schema, x, kept, units), kept


def _cut(scores: Vector, expected: Vector) -> Vector:
    """Clicks, and everything else that takes two values only, have no outliers: what is rare there is the signal."""
    if len(np.unique(scores)) <= 2:
        return scores
    missed = scores - expected
    size = np.abs(missed)
    bound = max(_SIGMAS * _SIGMA_OF_MEDIAN * float(np.median(size)), float(np.quantile(size, 1 - _CUT_SHARE)))
    return np.asarray(expected + np.clip(missed, -bound, bound))


def _by_row(inputs: Matrix, target: Vector) -> float:
    """For centred inputs and target; leave-one-out errors come from the diagonal of the hat matrix."""
    left, singular, _ = np.linalg.svd(inputs, full_matrices=False)
    reached, power = left.T @ target, singular**2

    def loss(penalty: float) -> float:
        kept = power / (power + penalty)
        leverage = 1 / len(target) + (left**2) @ kept
        return float((((target - left @ (kept * reached)) / np.maximum(1 - leverage, 1e-6)) ** 2).mean())

    return float(min(_PENALTIES, key=loss))


def _by_unit(inputs: Matrix, target: Vector, units: Units) -> float:
    """Rows that belong together are left out together: else their likeness passes for a rule."""
    loss = np.zeros(len(_PENALTIES))
    for here in deal(units, [1.0] * _FOLDS, np.random.default_rng(0)):
        rest = np.setdiff1d(np.arange(len(target)), here)
        centre, mean = inputs[rest].mean(axis=0), target[rest].mean()
        weights = _weights(inputs[rest] - centre, target[rest] - mean, _PENALTIES)
        missed = (target[here] - mean)[:, None] - (inputs[here] - centre) @ weights
        loss += (missed**2).sum(axis=0)
    return float(_PENALTIES[int(np.argmin(loss))])


def _weights(inputs: Matrix, target: Vector, penalties: Vector) -> Matrix:
    """(inputs, penalties), for centred inputs and target."""
    left, singular, right = np.linalg.svd(inputs, full_matrices=False)
    shrunk = singular[:, None] / (singular[:, None] ** 2 + penalties) * (left.T @ target)[:, None]
    return np.asarray(right.T @ shrunk)
