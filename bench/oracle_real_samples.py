"""Criteo's and Avazu's published samples of 200 and 100 impressions, which can show next to nothing.

Files by way of shenweichen/DeepCTR and reczoo/FuxiCTR; the data owners' terms apply. Numbers go in as they are, names
by how often they occur in the rows learned from. Five folds; the eight engines with their fixed weights, because a
confidence of an engine's own would need rows that are not there. (Taobao's three files are one and the same 100
impressions with four clicks, which is left out.)
"""

import csv
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.oracle_real_bandit import ADS, CURVE
from bench.oracle_real_clicks import judged, logistic
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.catalog import ENGINES
from geminivideo.oracle.model import ENGINE_WEIGHTS
from geminivideo.oracle.schema import Feature, FeatureKind, FeatureSchema, Matrix

_FOLDS, _LEAST_CHANCE = 5, 0.01
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Sample:
    file: str
    target: str
    numbers: tuple[str, ...]
    names: tuple[str, ...]


SAMPLES = {
    "Criteo": Sample(
        "criteo_sample.csv",
        "label",
        tuple(f"I{n}" for n in range(1, 14)),
        tuple(f"C{n}" for n in range(1, 27)),
    ),
    "Avazu": Sample(
        "avazu_sample.csv",
        "click",
        (),
        tuple("banner_pos site_id site_category app_id app_category device_model device_type C14 C17 C20 C21".split()),
    ),
}


def measure(name: str) -> dict[str, Any]:
    sample = SAMPLES[name]
    with (ADS / "ctr_samples" / sample.file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    clicked = np.array([float(row[sample.target]) for row in rows])
    said = {forecaster: np.zeros(len(rows)) for forecaster in ("ensemble", "logistic regression", "mean")}
    for judge in folds(clicked):
        learn = np.setdiff1d(np.arange(len(rows)), judge)
        x = features(sample, rows, learn)
        for forecaster, chance in _forecasts(sample, x, clicked, learn, judge).items():
            said[forecaster][judge] = np.clip(chance, _LEAST_CHANCE, 1 - _LEAST_CHANCE)
    return judged(said, clicked)


def folds(clicked: Vector) -> list[Rows]:
    """As many clicks in each as in any other, give or take one."""
    order = np.random.default_rng(0).permutation(len(clicked))
    dealt = np.concatenate([order[clicked[order] == value] for value in (0, 1)])
    return [dealt[start::_FOLDS] for start in range(_FOLDS)]


def features(sample: Sample, rows: Sequence[dict[str, str]], learn: Rows) -> Matrix:
    """Signed logarithms of the numbers, NaN where there is none; logarithms of how often the names were seen."""
    seen = {name: Counter(rows[row][name] for row in learn) for name in sample.names}
    return np.array(
        [
            [
                *(_logarithm(row[name]) for name in sample.numbers),
                *(math.log1p(seen[name][row[name]]) for name in sample.names),
            ]
            for row in rows
        ]
    )


def schema(sample: Sample) -> FeatureSchema:
    numbers = (Feature(name, FeatureKind.REAL, -50, 50, optional=True) for name in sample.numbers)
    names = (Feature(name, FeatureKind.REAL, 0, 50) for name in sample.names)
    return FeatureSchema("sample", 1, (*numbers, *names))


def _logarithm(written: str) -> float:
    return math.copysign(math.log1p(abs(float(written))), float(written)) if written else math.nan


def _forecasts(sample: Sample, x: Matrix, clicked: Vector, learn: Rows, judge: Rows) -> dict[str, Vector]:
    told, scores = schema(sample), CURVE.score(clicked[learn])
    fitted = {
        name: engine.fit(told, x[learn], scores, number, Effort())
        for number, (name, engine) in enumerate(ENGINES.items())
    }
    answers = np.column_stack([np.clip(engine.predict(x[judge]), 0, 100) for engine in fitted.values()])
    weights = np.array([ENGINE_WEIGHTS[name] for name in fitted])
    return {
        "ensemble": CURVE.outcome(answers @ weights / weights.sum()),
        "logistic regression": logistic(told, x[learn], clicked[learn])(x[judge]),
        "mean": np.full(len(judge), clicked[learn].mean()),
    }
