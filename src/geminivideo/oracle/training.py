"""From a dataset to a trained model: eight engines, their confidences, calibrated intervals, and a look at the result.

The rows are dealt into four parts. Engines learn from the first; the second gives each engine's confidence and the
scale of the errors; the third calibrates the intervals; the fourth is used for nothing but the metrics.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort, import_problem
from geminivideo.oracle.engines.catalog import ENGINES
from geminivideo.oracle.ensemble import Member, combine, confidence, member_scores
from geminivideo.oracle.error_scale import ErrorScale
from geminivideo.oracle.model import COVERAGE, ENGINE_WEIGHTS, EngineName
from geminivideo.oracle.trained import Calibration, TrainedModel

_SHARES = {"train": 0.60, "validation": 0.15, "calibration": 0.20, "test": 0.05}
# Below this there are too few calibration rows for stable 95% intervals.
LEAST_ROWS = 400

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    train: Dataset
    validation: Dataset
    calibration: Dataset
    test: Dataset


def train_ensemble(
    name: str, dataset: Dataset, seed: int, *, effort: Effort | None = None, report: Report = lambda _: None
) -> TrainedModel:
    """Train all eight engines; the same dataset and seed give the same predictions.

    An engine whose library cannot be loaded is left out and named. Starts JAX's threads: do not fork afterwards.
    """
    parts = split(dataset, np.random.default_rng(seed))
    members, missing = _fit_members(parts, seed, effort or Effort(), report)
    scale = ErrorScale.fit(dataset.schema, parts.validation.x, np.abs(_errors(members, parts.validation)))
    calibration = Calibration(_errors(members, parts.calibration), scale(parts.calibration.x))
    training = {"seed": seed, "rows": len(dataset.outcomes), "data_fingerprint": dataset.fingerprint()}
    model = TrainedModel(
        name,
        dataset.schema,
        dataset.curve,
        dataset.evidence,
        members,
        missing,
        scale,
        calibration,
        training,
    )
    return replace(model, metrics=evaluate(model, parts.test))


def split(dataset: Dataset, rng: np.random.Generator) -> Parts:
    """Deal the rows at random."""
    rows = len(dataset.outcomes)
    if rows < LEAST_ROWS:
        raise InvalidInputError(
            f"{rows} rows are too few to train and calibrate on.", next_step=f"give at least {LEAST_ROWS}"
        )
    ends = np.rint(np.cumsum(list(_SHARES.values())) * rows).astype(int)[:-1]
    return Parts(*(dataset.take(part) for part in np.split(rng.permutation(rows), ends)))


def _fit_members(
    parts: Parts, seed: int, effort: Effort, report: Report
) -> tuple[tuple[Member, ...], dict[EngineName, str]]:
    members, missing = [], {}
    for number, (name, engine_class) in enumerate(ENGINES.items()):
        problem = import_problem(engine_class.training_libraries)
        if problem:
            missing[name] = problem
            report(f"{name} takes no part: {problem}")
            continue
        report(f"training {name}")
        data, held_out = parts.train, parts.validation
        engine = engine_class.fit(data.schema, data.x, data.scores, seed + number, effort)
        sure = confidence(np.clip(engine.predict(held_out.x), 0, 100), held_out.scores)
        members.append(Member(name, engine, ENGINE_WEIGHTS[name], sure))
    return tuple(members), missing


def _errors(members: tuple[Member, ...], data: Dataset) -> Vector:
    return data.scores - combine(members, member_scores(members, data.x))


def evaluate(model: TrainedModel, data: Dataset, level: float = COVERAGE) -> dict[str, Any]:
    """How the model does on rows it has not seen, in score points and in outcomes."""
    found = model.predict(data.x, level)
    inside = (found.lower <= data.outcomes) & (data.outcomes <= found.upper)
    return {
        "rows": len(data.outcomes),
        "score_rmse": _rmse(found.score, data.scores),
        "score_rmse_of_the_mean": float(data.scores.std()),
        "outcome_rmse": _rmse(found.outcome, data.outcomes),
        "outcome_rmse_of_the_mean": float(data.outcomes.std()),
        "level": level,
        "coverage": float(inside.mean()),
        "mean_interval_width": float((found.upper - found.lower).mean()),
        "engines": {
            member.name: {"score_rmse": _rmse(scores, data.scores), "confidence": member.confidence}
            for member, scores in zip(model.members, found.engine_scores.T, strict=True)
        },
    }


def _rmse(predicted: Vector, actual: Vector) -> float:
    return float(np.sqrt(((predicted - actual) ** 2).mean()))
