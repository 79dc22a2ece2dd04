"""What a model trained on all rows would have said of each row, had it not seen it."""

from collections.abc import Sequence

import numpy as np

from geminivideo.oracle.blending import HeldOut
from geminivideo.oracle.conformal import ConformalIntervals
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.evaluation import LEVELS, Bounds, HeldOutPredictions
from geminivideo.oracle.fitting import Run
from geminivideo.oracle.folds import Numbers
from geminivideo.oracle.trained import Calibration


def forecast_out_of_fold(run: Run, held: HeldOut, folds: Sequence[Numbers]) -> tuple[HeldOutPredictions, Calibration]:
    """Forecasts for the metrics, and the errors that calibrate the model.

    A fold's blend is learned on the other folds, so a row's error owes nothing to the row itself. Its interval comes
    from the other folds' errors: that is what the metrics look at.
    """
    rows, engines = held.corrections.shape
    scores, score, sizes = np.zeros((rows, engines)), np.zeros(rows), np.zeros(rows)
    for fold in folds:
        rest = np.setdiff1d(np.arange(rows), fold)
        blend, here = run.blend(held.take(rest)), held.take(fold)
        scores[fold] = blend.scores(here)
        score[fold] = blend.score(scores[fold])
        sizes[fold] = blend.scale(here.x, score[fold])
    calibration = Calibration(held.actual - score, sizes)
    bounds = {level: _bounds(calibration, score, folds, level) for level in LEVELS}
    return HeldOutPredictions.of_scores(scores, score, bounds, run.dataset.curve), calibration


def _bounds(calibration: Calibration, score: Vector, folds: Sequence[Numbers], level: float) -> Bounds:
    lower, upper = np.zeros(len(score)), np.zeros(len(score))
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(score)), fold)
        intervals = ConformalIntervals(calibration.errors[rest], calibration.scale[rest])
        lower[fold], upper[fold] = intervals.bounds(score[fold], calibration.scale[fold], level)
    return lower, upper
