"""Other ways to make intervals, to compare the product's with; outcomes in, outcomes out."""

from typing import Any

import numpy as np

from geminivideo.oracle.conformal import ConformalIntervals
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.folds import deal, units_of
from geminivideo.oracle.schema import Matrix
from geminivideo.oracle.trained import TrainedModel

_FOLDS = 5


def plain(model: TrainedModel, x: Matrix, level: float) -> tuple[Vector, Vector]:
    """Split conformal with one width for all, from the model's own errors."""
    errors, score = model.calibration.errors, model.predict(x).score
    bounds = ConformalIntervals(errors, np.ones(len(errors))).bounds(score, np.ones(len(x)), level)
    lower, upper = (model.curve.outcome(bound) for bound in bounds)
    return lower, upper


def cqr(own: Dataset, x: Matrix, level: float) -> tuple[Vector, Vector]:
    """Conformalised quantile regression (Romano et al. 2019) on boosted trees, each tail by its out-of-fold errors."""
    tail = (1 - level) / 2
    rank = int(np.floor((len(own.outcomes) + 1) * tail + 1e-9))
    lower, upper = (_quantile(own, x, share, rank) for share in (tail, 1 - tail))
    return np.minimum(lower, upper), np.maximum(lower, upper)


def _quantile(own: Dataset, x: Matrix, share: float, rank: int) -> Vector:
    scores, left = own.scores, np.zeros(len(own.outcomes))
    for fold in deal(units_of(own), [1.0] * _FOLDS, np.random.default_rng(1)):
        rest = np.setdiff1d(np.arange(len(scores)), fold)
        left[fold] = scores[fold] - _model(share).fit(own.x[rest], scores[rest]).predict(own.x[fold])
    ranked = np.sort(left)
    moved = ranked[rank - 1] if share < 0.5 else ranked[len(ranked) - rank]
    return own.curve.outcome(_model(share).fit(own.x, scores).predict(x) + moved)


def _model(share: float) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        loss="quantile",
        quantile=share,
        max_iter=60,
        learning_rate=0.03,
        max_leaf_nodes=4,
        min_samples_leaf=20,
        early_stopping=False,
        random_state=1,
    )
