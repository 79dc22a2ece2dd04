"""How chances of a click compare with clicks, and the yardstick for them."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.encoding import Encoder
from geminivideo.oracle.metrics import auc
from geminivideo.oracle.schema import FeatureSchema, Matrix

_RESAMPLED, _SEED = 400, 3
_PENALTY = 0.1  # scikit-learn's C: the smaller, the stronger


def judged(said: Mapping[str, Vector], clicked: Vector, weight: Vector | None = None) -> dict[str, Any]:
    """Log-loss, AUC with a 95% bootstrap interval, and clicks foretold over clicks that came. `weight` counts rows."""
    counted = np.ones(len(clicked)) if weight is None else weight / weight.mean()
    return {
        "impressions": len(clicked),
        "clicks": int(clicked.sum()),
        "forecasts": {name: _one(chance, said["mean"], clicked, counted) for name, chance in said.items()},
    }


def _one(chance: Vector, mean: Vector, clicked: Vector, weight: Vector) -> dict[str, Any]:
    better = weight * (_losses(mean, clicked) - _losses(chance, clicked))
    drawn = np.random.default_rng(_SEED).integers(len(clicked), size=(_RESAMPLED, len(clicked)))
    return {
        "log_loss": float((weight * _losses(chance, clicked)).mean()),
        "gain_over_mean": {"mean": float(better.mean()), "interval_95": _between(better[drawn].mean(1))},
        "auc": auc(chance, clicked),
        "auc_95": _between(np.array([auc(chance[rows], clicked[rows]) for rows in drawn])),
        "foretold": float((weight * chance).sum() / (weight * clicked).sum()),
    }


def _losses(chance: Vector, clicked: Vector) -> Vector:
    return np.array(-np.log(np.where(clicked > 0, chance, 1 - chance)))


def _between(values: Vector) -> list[float]:
    return [float(np.quantile(values, share)) for share in (0.025, 0.975)]


def auc_interval(value: float, clicks: int, impressions: int) -> list[float]:
    """The 95% interval of an AUC, from the AUC alone (Hanley and McNeil 1982)."""
    others = impressions - clicks
    both, either = value / (2 - value), 2 * value**2 / (1 + value)
    variance = value * (1 - value) + (clicks - 1) * (both - value**2) + (others - 1) * (either - value**2)
    reach = 1.96 * math.sqrt(variance / (clicks * others))
    return [max(value - reach, 0.0), min(value + reach, 1.0)]


def logistic(schema: FeatureSchema, x: Matrix, clicked: Vector) -> Callable[[Matrix], Vector]:
    """Logistic regression on the same rows as the engines get."""
    from sklearn.linear_model import LogisticRegression

    encoder = Encoder.fit(schema, x)
    model = LogisticRegression(C=_PENALTY, max_iter=1000).fit(encoder.encode(x), clicked)
    return lambda asked: np.asarray(model.predict_proba(encoder.encode(asked))[:, 1], np.float64)
