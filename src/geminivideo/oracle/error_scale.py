"""How large an error to expect for these features: what makes intervals wide where the model knows little."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.encoding import Arrays, Encoder
from geminivideo.oracle.folds import Units
from geminivideo.oracle.schema import FeatureSchema, Matrix

# The penalty is chosen by how well each predicts errors of rows left out; the last is as good as no slope at all.
_PENALTIES = (30.0, 120.0, 480.0, 1920.0, 7680.0, 1e9)
_FOLDS = 5
_NEWTON_STEPS = 12
# Runaway ads would pull the scale towards themselves.
_CUT_QUANTILE = 0.97
# The scale may move by a factor of e in either direction from the mean, no more: it is fitted on few rows.
_BOUND = 1.0
# The unit is small, so that the penalty hardly holds the score back: of all inputs it says most about the error.
_MIDDLE, _SCORE_SPREAD = 50.0, 3.0


@dataclass(frozen=True, slots=True)
class ErrorScale:
    """Expected absolute error = typical x exp(w . inputs).

    Inputs are the features' z-scores, their squares, missing flags, and the score, because what promises more also
    varies more. Fitted by ridge-penalised quasi-likelihood (a log-linear model of the mean), on rows that no engine
    has seen.
    """

    encoder: Encoder
    typical: float
    weights: Vector

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, errors: Vector, units: Units) -> Self:
        """`errors` are absolute errors of the ensemble's `scores`, one per row of `x`. Rows of one unit are left out
        together: else their likeness passes for a rule.
        """
        encoder = Encoder.fit(schema, x)
        inputs = _expand(encoder, x, scores)
        typical, target = _relative(errors)
        return cls(encoder, typical, _log_linear(inputs, target, _best_penalty(inputs, target, units)))

    def of_score_alone(self, scores: Vector, errors: Vector) -> "ErrorScale":
        """For few rows: fitted on these, and looking at nothing but the score."""
        inputs = np.column_stack([np.ones(len(scores)), _centred(scores)])
        typical, target = _relative(errors)
        constant, slope = _log_linear(inputs, target, _PENALTIES[0])
        features = self.encoder.width + len(self.encoder.mean)
        return ErrorScale(self.encoder, typical, np.array([constant, *np.zeros(features), slope]))

    def __call__(self, x: Matrix, scores: Vector) -> Vector:
        inputs = _expand(self.encoder, x, scores)[:, : len(self.weights)]  # models of format 1 do not look at the score
        exponent = (inputs * self.weights).sum(axis=1)
        return np.asarray(self.typical * np.exp(np.clip(exponent, -_BOUND, _BOUND)))

    def arrays(self) -> Arrays:
        return {
            **self.encoder.arrays("scale.encoder"),
            "scale.typical": np.array([self.typical]),
            "scale.weights": self.weights,
        }

    @classmethod
    def from_arrays(cls, stored: Arrays) -> Self:
        encoder = Encoder.from_arrays(stored, "scale.encoder")
        return cls(encoder, float(stored["scale.typical"][0]), stored["scale.weights"].astype(np.float64))


def _relative(errors: Vector) -> tuple[float, Vector]:
    """The typical error, and each as a multiple of it."""
    kept = np.minimum(errors, np.quantile(errors, _CUT_QUANTILE))
    typical = float(kept.mean()) or 1.0
    return typical, kept / typical


def _expand(encoder: Encoder, x: Matrix, scores: Vector) -> Matrix:
    encoded = encoder.encode(x)
    z = encoded[:, : x.shape[1]]
    return np.hstack([np.ones((len(x), 1)), encoded, z**2, _centred(scores)[:, None]])


def _centred(scores: Vector) -> Vector:
    return (scores - _MIDDLE) / _SCORE_SPREAD


def _best_penalty(inputs: Matrix, target: Vector, units: Units) -> float:
    fold = np.unique(units, return_inverse=True)[1] % _FOLDS

    def loss(penalty: float) -> float:
        """The quasi-likelihood, with its sign turned, of rows left out."""
        total = 0.0
        for number in range(_FOLDS):
            here, rest = fold == number, fold != number
            exponent = np.clip(inputs[here] @ _log_linear(inputs[rest], target[rest], penalty), -_BOUND, _BOUND)
            total += float((np.exp(exponent) - target[here] * exponent).sum())
        return total

    return min(_PENALTIES, key=loss)


def _log_linear(inputs: Matrix, target: Vector, ridge: float) -> Vector:
    """Weights w that fit target ~ exp(inputs . w), by Newton's method; the constant is not penalised."""
    penalty = np.full(inputs.shape[1], ridge)
    penalty[0] = 1e-6
    weights = np.zeros(inputs.shape[1])
    for _ in range(_NEWTON_STEPS):
        mean = np.exp(np.clip(inputs @ weights, -3, 3))
        gradient = inputs.T @ (target - mean) - penalty * weights
        curvature = (inputs.T * mean) @ inputs + np.diag(penalty)
        weights += np.linalg.solve(curvature, gradient)
    return weights
