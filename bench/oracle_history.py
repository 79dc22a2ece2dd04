"""What an account's history makes of predictions: level, slope and intervals of imagined accounts, and who is promoted.

Scores come from the prior's engines; what an account returns is drawn here: a level of its own that may wander, a slope
that says how much a score is worth there (0: nothing), and luck with a heavy tail. Judged are ads that begin later.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.oracle import metrics
from geminivideo.oracle.account.fitting import account_model
from geminivideo.oracle.account.history import MeasuredAd, Results
from geminivideo.oracle.account.learning import Teacher
from geminivideo.oracle.artifacts import sha256_of, unpack
from geminivideo.oracle.curves import ROAS_CURVE, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import draw_prior, train_priors
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA
from geminivideo.oracle.trained import TrainedModel

# Ads with results, and the share of them made here.
_SIZES = ((15, 0.0), (30, 0.5), (50, 0.0), (100, 0.3), (100, 0.9), (400, 0.9))
_ACCOUNTS, _FRESH, _SPEND = 40, 60, 1_000_000
_TODAY = date(2026, 6, 1)
_LEVELS = (0.90, 0.95)
_WANDERING = 0.03  # of the log of the level, from day to day


@dataclass(frozen=True, slots=True)
class Kind:
    """`worth` is the slope: 1 means that scores are worth what the prior says, 0 that they mean nothing here."""

    name: str
    worth: float
    wandering: float = 0.0


_KINDS = (
    Kind("steady, scores mean what the prior says", 1.0),
    Kind("steady, scores mean nothing", 0.0),
    Kind("wandering level, scores mean what the prior says", 1.0, _WANDERING),
    Kind("wandering level, scores mean nothing", 0.0, _WANDERING),
)


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        path = train_priors([ModelName.ROAS], Path(name), lambda _: None)[ModelName.ROAS]
        base = unpack(path, sha256_of(path), Path(name))
    forecasts = {
        kind.name: {f"{ads} ads, {here:.0%} made here": _forecasts(base, kind, ads, here) for ads, here in _SIZES}
        for kind in _KINDS
    }
    return {"accounts": _ACCOUNTS, "fresh_ads_each": _FRESH, "forecasts": forecasts, "promotions": _promotions(base)}


def _forecasts(base: TrainedModel, kind: Kind, ads: int, here: float) -> dict[str, float]:
    found = [_forecast(base, kind, ads, here, seed) for seed in range(_ACCOUNTS)]
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def _forecast(base: TrainedModel, kind: Kind, ads: int, here: float, seed: int) -> dict[str, float]:
    rng = np.random.default_rng([seed, ads])
    account = _drawn(rng, base, kind, ads, here)
    past, future = account[:ads], Results.of(ModelName.ROAS, account[ads:])
    known = Results.of(ModelName.ROAS, past)
    model = account_model(base, ROAS_CURVE, known, _TODAY)
    found, actual = model.predict(future.x), future.outcomes
    mean = metrics.mae(np.full(len(actual), known.outcomes.mean()), actual)
    prior = metrics.mae(base.predict(future.x).outcome, actual)
    figures = {
        "error_to_mean": metrics.mae(found.outcome, actual) / mean,
        "prior_to_mean": prior / mean,
        "width_to_level": float((found.upper - found.lower).mean() / model.curve.outcome(50.0)),
        "total": float(found.outcome.sum() / actual.sum()),
    }
    for level in _LEVELS:
        inside = metrics.inside(*model.bounds(future.x, found.score, level), actual)
        order = np.argsort(found.score)
        figures[f"coverage_{level:.2f}"] = float(inside.mean())
        figures |= {
            f"coverage_{level:.2f}_{third}": float(inside[rows].mean())
            for third, rows in zip(("low", "middle", "high"), np.array_split(order, 3), strict=True)
        }
    return figures


def _drawn(rng: np.random.Generator, base: TrainedModel, kind: Kind, ads: int, here: float) -> list[MeasuredAd]:
    """`ads` that ended a week before today or earlier, the oldest first, and then those that begin afterwards."""
    x = draw_prior(ModelName.ROAS, rng, ads + _FRESH).x
    begins = np.concatenate([np.sort(rng.integers(0, 345, ads)), rng.integers(366, 394, _FRESH)])
    ends = begins + rng.integers(3, 14, len(begins))
    level = np.exp(rng.normal(np.log(2.4), 0.6) + np.cumsum(rng.normal(0, kind.wandering, 400)))[begins]
    relative = ROAS_CURVE.outcome(base.predict(x).score) / ROAS_CURVE.outcome(50.0) - 1
    roas = level * np.maximum(1 + kind.worth * relative, 0.05) * _luck(rng, len(x))
    made = np.concatenate([rng.random(ads) < here, np.ones(_FRESH, np.bool_)])
    first = _TODAY.toordinal() - 365
    return [
        MeasuredAd(
            key=str(row),
            first_day=date.fromordinal(first + int(begins[row])),
            last_day=date.fromordinal(first + int(ends[row])),
            impressions=20_000,
            clicks=None,
            spend_minor=_SPEND,
            revenue_minor=round(roas[row] * _SPEND),
            campaign=str(row // 5),
            features=dict(zip(BLUEPRINT_SCHEMA.names, x[row].tolist(), strict=True)) if made[row] else None,
        )
        for row in range(len(x))
    ]


def _luck(rng: np.random.Generator, count: int) -> Vector:
    """Mean 1; each account has its own spread, three ads of a hundred return nothing, one runs away."""
    spread = rng.uniform(0.3, 0.9)
    luck = np.exp(spread * rng.standard_normal(count) - spread**2 / 2)
    fate = rng.random(count)
    return np.where(fate < 0.03, 0.0, np.where(fate > 0.99, 4 * luck, luck))


def _promotions(base: TrainedModel) -> dict[str, float]:
    """The share of accounts of 100 ads whose model wins its first trial: where it should not, and where it should."""
    kind = _KINDS[0]

    def won(level: float | None) -> float:
        return float(np.mean([_wins(base, kind, level, seed) for seed in range(_ACCOUNTS)]))

    return {"level as the prior says": won(2.4), "level of its own": won(None)}


def _wins(base: TrainedModel, kind: Kind, level: float | None, seed: int) -> bool:
    rng = np.random.default_rng([seed, 1])
    ads = _drawn(rng, base, kind, 100, 0.5)[:100]
    results = Results.of(ModelName.ROAS, ads).outcomes
    factor = 1.0 if level is None else level / float(np.mean(results))
    scaled = [_scaled(ad, factor) for ad in ads]
    teacher = Teacher(ModelName.ROAS, base, base, _no_training, _TODAY, rng)
    return teacher.learn(scaled).promote


def _scaled(ad: MeasuredAd, factor: float) -> MeasuredAd:
    return replace(ad, revenue_minor=round((ad.revenue_minor or 0) * factor))


def _no_training(_: Dataset) -> TrainedModel:
    raise AssertionError("a hundred ads, half of them made here, train no engines")


def table(figures: Mapping[str, Any]) -> str:
    head = (
        "| account | history | 95%: all (worst third) | 90%: all (worst third) | width / level "
        "| error / that of its mean | prior's | foretold / came |"
    )
    lines = [head, "|---" * 8 + "|"]
    for kind, sizes in figures["forecasts"].items():
        lines += [_row(kind, history, found) for history, found in sizes.items()]
    won = figures["promotions"]
    rows = [f"| {name} | {share:.0%} |" for name, share in won.items()]
    return "\n".join([*lines, "", "| 100 ads, first trial | own model promoted |", "|---|---|", *rows])


def _row(kind: str, history: str, found: Mapping[str, float]) -> str:
    cover = [_coverage(found, level) for level in ("0.95", "0.90")]
    ratios = (f"{found[name]:.2f}" for name in ("width_to_level", "error_to_mean", "prior_to_mean", "total"))
    return "| " + " | ".join([kind, history, *cover, *ratios]) + " |"


def _coverage(found: Mapping[str, float], level: str) -> str:
    worst = min(found[f"coverage_{level}_{third}"] for third in ("low", "middle", "high"))
    return f"{found[f'coverage_{level}']:.1%} ({worst:.1%})"
