"""A straight line through the features: ridge regression, bounded against outliers; what every engine starts from.

With a hundred ads hardly anything can be learned but directions, and a line learns them best. Engines learn what it
leaves over, so that an engine that finds nothing more is still as good as the line, and on noise both are the mean.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.encoding import Arrays, Encoder
from geminivideo.oracle.schema import FeatureSchema, Matrix

_PENALTIES = np.geomspace(1.0, 1e6, 37)
# Residuals are cut off at three standard deviations, estimated by the median; never more than these few of them.
_SIGMAS, _SIGMA_OF_MEDIAN = 3.0, 1.4826
_CUT_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Line:
    encoder: Encoder
    weights: Vector
    constant: float

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector) -> Self:
        """The penalty is the one with the smallest leave-one-out error."""
        encoder = Encoder.fit(schema, x)
        inputs = encoder.encode(x)
        centre = inputs.mean(axis=0)
        weights = _ridge(inputs - centre, scores - scores.mean())
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


def robust_line(schema: FeatureSchema, x: Matrix, scores: Vector) -> tuple[Line, Vector]:
    """The line, and the scores with outliers cut off, which is what to learn from: one runaway ad teaches nothing."""
    line = Line.fit(schema, x, _cut(scores, np.full(len(scores), np.median(scores))))
    kept = _cut(scores, line.predict(x))
    return Line.fit(schema, x, kept), kept


def _cut(scores: Vector, expected: Vector) -> Vector:
    """Clicks, and everything else that takes two values only, have no outliers: what is rare there is the signal."""
    if len(np.unique(scores)) <= 2:
        return scores
    missed = scores - expected
    size = np.abs(missed)
    bound = max(_SIGMAS * _SIGMA_OF_MEDIAN * float(np.median(size)), float(np.quantile(size, 1 - _CUT_SHARE)))
    return np.asarray(expected + np.clip(missed, -bound, bound))


def _ridge(inputs: Matrix, target: Vector) -> Vector:
    """Weights for centred inputs and target; leave-one-out errors come from the diagonal of the hat matrix."""
    left, singular, right = np.linalg.svd(inputs, full_matrices=False)
    reached, power = left.T @ target, singular**2
    best, chosen = np.inf, _PENALTIES[-1]
    for penalty in _PENALTIES:
        kept = power / (power + penalty)
        leverage = 1 / len(target) + (left**2) @ kept
        loss = float((((target - left @ (kept * reached)) / np.maximum(1 - leverage, 1e-6)) ** 2).mean())
        if loss < best:
            best, chosen = loss, penalty
    return np.asarray(right.T @ (singular / (power + chosen) * reached))
