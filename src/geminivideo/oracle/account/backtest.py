"""Forecasts of ads by models that had not seen them, for trials between those models."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import numpy as np

from geminivideo.oracle.account.fitting import scores_of
from geminivideo.oracle.account.history import Results
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.model import COVERAGE
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.trial import Forecast, Groups

# From the results of earlier ads, and the day from which it looks ahead, to a model.
Fit = Callable[[Results, date], TrainedModel]

# Flips of fewer than five could prove nothing, and of a few more only if all of them agree.
_ENOUGH_CAMPAIGNS = 10


def forecast(model: TrainedModel, results: Results) -> Forecast:
    """An ad of which nothing is known is forecast as an average one, its error as large as is typical."""
    scores = scores_of(model, results)
    scale = np.full(len(results), model.error_scale.typical)
    if results.made_here.any():
        scale[results.made_here] = model.error_scale(results.x[results.made_here], scores[results.made_here])
    lower, upper = model.intervals.bounds(scores, scale, COVERAGE)
    return Forecast(model.outcome(scores), model.curve.outcome(lower), model.curve.outcome(upper))


def rolling_forecast(fit: Fit, results: Results, first: int, blocks: int) -> Forecast:
    """Of the ads from number `first` on: block by block, each by a model fitted on all ads before its block."""
    edges = np.unique(np.linspace(first, len(results), blocks + 1).astype(int))
    forecasts = [
        forecast(_fitted_before(fit, results, int(begin)), results.take(slice(int(begin), int(end))))
        for begin, end in pairwise(edges)
    ]
    return Forecast(*(np.concatenate(columns) for columns in zip(*map(_columns, forecasts), strict=True)))


def sharing_luck(tried: Results) -> Groups:
    """The campaigns; where an account has but a few, their weeks."""
    if len(np.unique(tried.campaigns)) >= _ENOUGH_CAMPAIGNS:
        return tried.campaigns
    weeks = np.column_stack([tried.campaigns, tried.ends // 7])
    return np.unique(weeks, axis=0, return_inverse=True)[1].ravel()


def _fitted_before(fit: Fit, results: Results, begin: int) -> TrainedModel:
    return fit(results.take(slice(0, begin)), date.fromordinal(int(results.ends[begin])))


def _columns(found: Forecast) -> tuple[Vector, Vector, Vector]:
    return found.predicted, found.lower, found.upper
