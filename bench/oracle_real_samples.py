"""Criteo's and Avazu's published samples of 200 and 100 impressions, which can show next to nothing.

Files by way of shenweichen/DeepCTR and reczoo/FuxiCTR; the data owners' terms apply. Numbers go in as they are, names
by how often they occur. Everything is out of five folds. (Taobao's three files are one and the same 100 impressions
with four clicks, which is left out.)
"""

import csv
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.oracle_real_bandit import ADS, CURVE
from bench.oracle_real_clicks import auc_interval, logistic
from geminivideo.core.errors import GeminivideoError
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.metrics import auc, log_loss
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.schema import Feature, FeatureKind, FeatureSchema, Matrix
from geminivideo.oracle.training import train_ensemble

_FOLDS = 5


@dataclass(frozen=True)
class Sample:
    file: str
    target: str
    numbers: tuple[str, ...]
    names: tuple[str, ...]


SAMPLES = {
    "Criteo": Sample(
        "criteo_sample.csv", "label", tuple(f"I{n}" for n in range(1, 14)), tuple(f"C{n}" for n in range(1, 27))
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
    told, x = schema(sample), features(sample, rows)
    chance = _logistic_out_of_fold(told, x, clicked)
    return {
        "impressions": len(rows),
        "clicks": int(clicked.sum()),
        "mean": {"log_loss": log_loss(np.full(len(rows), clicked.mean()), clicked)},
        "logistic regression": _told(log_loss(chance, clicked), auc(chance, clicked), clicked),
        "ensemble": _ensemble(told, x, clicked),
    }


def features(sample: Sample, rows: Sequence[dict[str, str]]) -> Matrix:
    """Signed logarithms of the numbers, NaN where there is none; logarithms of how often the names occur."""
    seen = {name: Counter(row[name] for row in rows) for name in sample.names}
    numbers = [[_logarithm(row[name]) for name in sample.numbers] for row in rows]
    names = [[math.log(seen[name][row[name]]) for name in sample.names] for row in rows]
    return np.hstack([np.array(numbers).reshape(len(rows), -1), np.array(names)])


def schema(sample: Sample) -> FeatureSchema:
    numbers = (Feature(name, FeatureKind.REAL, -50, 50, optional=True) for name in sample.numbers)
    names = (Feature(name, FeatureKind.REAL, 0, 50) for name in sample.names)
    return FeatureSchema("sample", 1, (*numbers, *names))


def _logarithm(written: str) -> float:
    return math.copysign(math.log1p(abs(float(written))), float(written)) if written else math.nan


def _ensemble(told: FeatureSchema, x: Matrix, clicked: Vector) -> dict[str, Any]:
    """What a model's own report says of rows held out, or why there is no model."""
    try:
        model = train_ensemble("click", Dataset(told, x, clicked, CURVE, Evidence(Basis.ACCOUNT, len(clicked))), seed=0)
    except GeminivideoError as error:
        return {"why": str(error)}
    return _told(model.metrics["log_loss"], model.metrics["auc"], clicked)


def _logistic_out_of_fold(told: FeatureSchema, x: Matrix, clicked: Vector) -> Vector:
    fold = np.random.default_rng(0).permutation(len(clicked)) % _FOLDS
    chance = np.zeros(len(clicked))
    for one in range(_FOLDS):
        chance[fold == one] = logistic(told, x[fold != one], clicked[fold != one])(x[fold == one])
    return chance


def _told(loss: float, ranked: float, clicked: Vector) -> dict[str, Any]:
    return {"log_loss": loss, "auc": ranked, "auc_95": auc_interval(ranked, int(clicked.sum()), len(clicked))}
