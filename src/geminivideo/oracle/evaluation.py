"""How a model does on rows it has not seen: in score points and outcomes, by slice, and without each of its engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geminivideo.oracle import metrics
from geminivideo.oracle.ablation import ablation
from geminivideo.oracle.curves import OutcomeCurve, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.ensemble import Member
from geminivideo.oracle.model import COVERAGE
from geminivideo.oracle.schema import Matrix
from geminivideo.oracle.trained import TrainedModel

LEVELS = (0.90, COVERAGE)
_THIRDS = ("low", "middle", "high")
Bounds = tuple[Vector, Vector]


@dataclass(frozen=True, slots=True)
class HeldOutPredictions:
    """`engine_scores` is (rows, engines); `bounds` are outcomes by level, and so is `outcome`."""

    engine_scores: Matrix
    score: Vector
    outcome: Vector
    bounds: Mapping[float, Bounds]

    @classmethod
    def of_scores(
        cls, engine_scores: Matrix, score: Vector, bounds: Mapping[float, Bounds], curve: OutcomeCurve
    ) -> "HeldOutPredictions":
        """From bounds that are scores still."""
        outcomes = {level: (curve.outcome(low), curve.outcome(high)) for level, (low, high) in bounds.items()}
        return cls(engine_scores, score, curve.outcome(score), outcomes)

    @classmethod
    def by(cls, model: TrainedModel, x: Matrix, levels: Sequence[float] = LEVELS) -> "HeldOutPredictions":
        found = model.predict(x)
        bounds = {level: model.bounds(x, found.score, level) for level in levels}
        return cls(found.engine_scores, found.score, found.outcome, bounds)


def evaluate(model: TrainedModel, data: Dataset, level: float = COVERAGE) -> dict[str, Any]:
    """All figures of a model on data that it has not seen; `level` is the one of `coverage`."""
    levels = tuple(sorted({*LEVELS, level}))
    return figures(HeldOutPredictions.by(model, data.x, levels), data, model.members, level)


def figures(
    forecast: HeldOutPredictions, data: Dataset, members: Sequence[Member], level: float = COVERAGE
) -> dict[str, Any]:
    """JSON of finite numbers. Slices are thirds of the prediction and of the interval's width."""
    scores, outcomes = data.scores, data.outcomes
    lower, upper = forecast.bounds[level]
    return {
        "rows": len(outcomes),
        "score_rmse": metrics.rmse(forecast.score, scores),
        "score_rmse_of_the_mean": float(scores.std()),
        "outcome_rmse": metrics.rmse(forecast.outcome, outcomes),
        "outcome_rmse_of_the_mean": float(outcomes.std()),
        "outcome_mae": metrics.mae(forecast.outcome, outcomes),
        "outcome_mae_of_the_median": metrics.mae(np.full(len(outcomes), np.median(outcomes)), outcomes),
        "spearman": metrics.spearman(forecast.score, scores),
        "level": level,
        "coverage": metrics.coverage(lower, upper, outcomes),
        "mean_interval_width": metrics.width(lower, upper),
        "intervals": {f"{at:.2f}": _intervals(forecast, at, outcomes) for at in forecast.bounds},
        "engines": {
            member.name: {"score_rmse": metrics.rmse(column, scores), "confidence": member.confidence}
            for member, column in zip(members, forecast.engine_scores.T, strict=True)
        },
        "ablation": ablation(forecast.engine_scores, scores, members),
        **_of_clicks(forecast.outcome, outcomes),
    }


def _intervals(forecast: HeldOutPredictions, level: float, outcomes: Vector) -> dict[str, Any]:
    lower, upper = forecast.bounds[level]
    tail = (1 - level) / 2
    inside = metrics.inside(lower, upper, outcomes)
    return {
        "coverage": float(inside.mean()),
        "width": metrics.width(lower, upper),
        "interval_score": metrics.interval_score(lower, upper, outcomes, level),
        "pinball": {
            "lower": metrics.pinball(lower, outcomes, tail),
            "upper": metrics.pinball(upper, outcomes, 1 - tail),
        },
        "coverage_by_prediction": _by_third(forecast.score, inside),
        "coverage_by_width": _by_third(upper - lower, inside),
    }


def _by_third(by: Vector, inside: "np.ndarray[Any, np.dtype[np.bool_]]") -> dict[str, float]:
    """Thirds of the rows in the order of `by`."""
    parts = np.array_split(np.argsort(by, kind="stable"), len(_THIRDS))
    return {name: float(inside[rows].mean()) for name, rows in zip(_THIRDS, parts, strict=True)}


def _of_clicks(predicted: Vector, outcomes: Vector) -> dict[str, float]:
    """Only for outcomes that are 0 or 1."""
    if not np.isin(outcomes, (0.0, 1.0)).all():
        return {}
    return {
        "log_loss": metrics.log_loss(predicted, outcomes),
        "log_loss_of_the_mean": metrics.log_loss(np.full(len(outcomes), outcomes.mean()), outcomes),
        "auc": metrics.auc(predicted, outcomes),
    }
