"""From a dataset to a trained model: eight engines, how much each counts, intervals, and a look at the result.

With plenty of rows they are dealt into four parts. Engines learn from the first; the second gives each engine's
confidence, the weights and the scale of the errors; the third calibrates the intervals; the fourth is used for nothing
but the metrics. With few rows none can be spared: all of that comes from five folds, each predicted by engines that
learned from the other four, and the engines that answer learn from all rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.blending import Blend, HeldOut
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort, import_problem
from geminivideo.oracle.engines.catalog import ENGINES
from geminivideo.oracle.evaluation import evaluate, figures
from geminivideo.oracle.fitting import Report, Run
from geminivideo.oracle.folds import Numbers, deal, units_of
from geminivideo.oracle.model import EngineName
from geminivideo.oracle.out_of_fold import forecast_out_of_fold
from geminivideo.oracle.trained import Calibration, TrainedModel

_SHARES = {"train": 0.60, "validation": 0.15, "calibration": 0.20, "test": 0.05}
# From so many groups of rows on, a fifth of them calibrates well enough; rows of one group are no evidence apart.
SPLIT_ROWS = 4000
# Below this the tails of a 95% interval rest on two or three ads.
LEAST_ROWS = 120
_FOLDS = 5


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

    Raises:
        InvalidInputError: for too few rows, or outcomes that are all the same.
    """
    _check(dataset)
    run = Run(name, dataset, seed, effort or Effort(), _missing(report), report)
    if len(np.unique(units_of(dataset))) >= SPLIT_ROWS:
        return _train_on_parts(run)
    return _train_on_folds(run)


def split(dataset: Dataset, rng: np.random.Generator) -> Parts:
    """Deal the rows at random."""
    return Parts(*(dataset.take(part) for part in deal(units_of(dataset), list(_SHARES.values()), rng)))


def _train_on_parts(run: Run) -> TrainedModel:
    parts = split(run.dataset, np.random.default_rng(run.seed))
    fitted = run.fit(parts.train)
    blend = run.blend(fitted.held_out(parts.validation))
    held = fitted.held_out(parts.calibration)
    score = blend.score(blend.scores(held))
    model = run.model(fitted, blend, Calibration(held.actual - score, blend.scale(held.x, score)))
    return _with_metrics(model, blend, evaluate(model, parts.test), "test part")


def _train_on_folds(run: Run) -> TrainedModel:
    folds = deal(units_of(run.dataset), [1.0] * _FOLDS, np.random.default_rng(run.seed))
    held = _held_out_of_folds(run, folds)
    forecast, calibration = forecast_out_of_fold(run, held, folds)
    fitted, blend = run.fit(run.dataset), run.blend(held)
    model = run.model(fitted, blend, calibration)
    found = figures(forecast, run.dataset, model.members)
    return _with_metrics(model, blend, found, f"out of {_FOLDS} folds")


def _held_out_of_folds(run: Run, folds: list[Numbers]) -> HeldOut:
    """Every row as the engines of its fold's complement see it, in the dataset's order."""
    data = run.dataset
    seen = []
    for number, fold in enumerate(folds, 1):
        run.report(f"fold {number} of {len(folds)}")
        rest = np.setdiff1d(np.arange(len(data.outcomes)), fold)
        seen.append(run.fit(data.take(rest)).held_out(data.take(fold)))
    back = np.argsort(np.concatenate(folds))
    line, corrections = (
        np.concatenate([getattr(part, name) for part in seen])[back] for name in ("line", "corrections")
    )
    return HeldOut(data.x, data.scores, line, corrections, units_of(data))


def _with_metrics(model: TrainedModel, blend: Blend, found: Mapping[str, Any], measured: str) -> TrainedModel:
    return replace(model, metrics={**found, "measured_on": measured, "stack": blend.decision.as_json()})


def _check(dataset: Dataset) -> None:
    rows = len(dataset.outcomes)
    if rows < LEAST_ROWS:
        raise InvalidInputError(
            f"{rows} rows are too few to train and calibrate on.", next_step=f"give at least {LEAST_ROWS}"
        )
    if not np.ptp(dataset.outcomes):
        raise InvalidInputError(
            f"All {rows} outcomes are the same, so there is nothing to learn.",
            next_step="check that the outcomes were measured and not filled in",
        )


def _missing(report: Report) -> dict[EngineName, str]:
    missing = {}
    for name, engine in ENGINES.items():
        problem = import_problem(engine.training_libraries)
        if problem:
            missing[name] = problem
            report(f"{name} takes no part: {problem}")
    return missing
