"""Open Bandit Dataset: single impressions, clicked or not, as the engines see them when they are told 0 or 1.

st-tech/zr-obp, CC BY 4.0 (Saito et al. 2020), the sample of 10,000 impressions per campaign and policy. Learned from
the first five days of both policies, because neither looked at the user, and the item and place that they chose are
features; asked about the last two days. Of the bandit each impression counts by how much rarer it was there than under
the uniform policy.
"""

import csv
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.headlines import DATA
from bench.oracle_real_ablation import ablation
from bench.oracle_real_clicks import judged, logistic
from geminivideo.oracle.curves import OutcomeCurve, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.metrics import auc, log_loss
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.schema import Feature, FeatureKind, FeatureSchema, Matrix
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import train_ensemble

ADS = DATA.parents[1] / "ads"
CAMPAIGNS = ("men", "women")
SCHEMA = FeatureSchema(
    "impression",
    1,
    (
        Feature("women", FeatureKind.BINARY, 0, 1),
        *(Feature(f"position_{place}", FeatureKind.BINARY, 0, 1) for place in (2, 3)),
        Feature("hour", FeatureKind.REAL, 0, 24),
        *(Feature(f"rate_of_{name}", FeatureKind.REAL, 0, 1) for name in ("item", *(f"user_{n}" for n in range(4)))),
    ),
)
CURVE = OutcomeCurve("click", ((0, 0.0), (100, 1.0)), 6)
_NAMES = ("item_id", *(f"user_feature_{n}" for n in range(4)))
_LAST_DAYS = ("2019-11-29", "2019-11-30")
# Impressions with the mean click rate that every name starts from: about as many as an item has in the sample.
_PRIOR_IMPRESSIONS = 300.0


@dataclass(frozen=True)
class Log:
    """One entry per impression; `names` are the item and four things about the user, told apart by campaign."""

    names: npt.NDArray[np.str_]
    fixed: Matrix
    clicked: Vector
    day: npt.NDArray[np.str_]
    weight: Vector

    def take(self, rows: npt.NDArray[np.bool_]) -> "Log":
        return Log(self.names[rows], self.fixed[rows], self.clicked[rows], self.day[rows], self.weight[rows])

    @property
    def late(self) -> npt.NDArray[np.bool_]:
        return np.isin(self.day, _LAST_DAYS)


def read(policy: str) -> Log:
    rows = [(campaign, row) for campaign in CAMPAIGNS for row in _rows(policy, campaign)]
    items = {campaign: len({row["item_id"] for name, row in rows if name == campaign}) for campaign in CAMPAIGNS}
    return Log(
        np.array([[f"{campaign} {row[name]}" for name in _NAMES] for campaign, row in rows]),
        np.array([_fixed(campaign, row) for campaign, row in rows]),
        np.array([float(row["click"]) for _, row in rows]),
        np.array([row["timestamp"][:10] for _, row in rows]),
        np.array([1 / items[campaign] / float(row["propensity_score"]) for campaign, row in rows]),
    )


def both(one: Log, other: Log) -> Log:
    return Log(*(np.concatenate(pair) for pair in zip(astuple(one), astuple(other), strict=True)))


def _rows(policy: str, campaign: str) -> list[dict[str, str]]:
    with (ADS / f"obd_{policy}_{campaign}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _fixed(campaign: str, row: Mapping[str, str]) -> list[float]:
    hour = int(row["timestamp"][11:13]) + int(row["timestamp"][14:16]) / 60
    return [float(campaign == "women"), float(row["position"] == "2"), float(row["position"] == "3"), hour]


def rates(log: Log, learned: Log, *, own_day: bool) -> Matrix:
    """The click rate of each name in `learned`, drawn towards the mean; with `own_day` false, without the day of the
    impression itself, so that no click is told in advance.
    """
    mean = learned.clicked.mean()
    found = np.empty(log.names.shape)
    for at, names in enumerate(log.names.T):
        for day in np.unique(log.day):
            rows = log.day == day
            kept = np.ones(len(learned.day), bool) if own_day else learned.day != day
            found[rows, at] = _smoothed(names[rows], learned.names[kept, at], learned.clicked[kept], mean)
    return found


def _smoothed(asked: npt.NDArray[np.str_], names: npt.NDArray[np.str_], clicked: Vector, mean: float) -> Vector:
    known, number = np.unique(names, return_inverse=True)
    clicks = np.bincount(number, clicked) + _PRIOR_IMPRESSIONS * mean
    rate = clicks / (np.bincount(number) + _PRIOR_IMPRESSIONS)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[place] == asked, rate[place], mean)


def dataset(log: Log, learned: Log, *, own_day: bool) -> Dataset:
    x = np.hstack([log.fixed, rates(log, learned, own_day=own_day)])
    return Dataset(SCHEMA, x, log.clicked, CURVE, Evidence(Basis.ACCOUNT, len(log.clicked)))


def measure() -> dict[str, Any]:
    policies = {"uniform policy": read("random"), "bandit": read("bts")}
    learned = both(*(log.take(~log.late) for log in policies.values()))
    known = dataset(learned, learned, own_day=False)
    model = train_ensemble("click", known, seed=0)
    tested = {name: log.take(log.late) for name, log in policies.items()}
    asked = {name: dataset(part, learned, own_day=True) for name, part in tested.items()}
    uniform = asked["uniform policy"]
    scores = model.predict(uniform.x).engine_scores
    return {
        "impressions": len(known.outcomes),
        "clicks": int(known.outcomes.sum()),
        "parts": {
            name: judged(said(model, known, asked[name].x), part.clicked, part.weight) for name, part in tested.items()
        },
        "ablation": ablation(
            model, scores, lambda score: log_loss(floored(CURVE.outcome(score), known), uniform.outcomes)
        ),
        "engines": {
            member.name.value: {"auc": auc(column, uniform.outcomes), "confidence": member.confidence}
            for member, column in zip(model.members, scores.T, strict=True)
        },
    }


def said(model: TrainedModel, known: Dataset, x: Matrix) -> dict[str, Vector]:
    return {
        "ensemble": floored(model.predict(x).outcome, known),
        "logistic regression": logistic(known.schema, known.x, known.outcomes)(x),
        "mean": np.full(len(x), known.outcomes.mean()),
    }


def floored(chance: Vector, known: Dataset) -> Vector:
    """Engines are fitted by squares, so they may say 0; we say half a click in all impressions seen, at the least."""
    return np.maximum(chance, 1 / (2 * len(known.outcomes)))
