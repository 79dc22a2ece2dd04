"""The account of headline tests at several ages: what the Oracle would have said of the next eight weeks."""

from functools import cached_property
from typing import Any

import numpy as np

from bench.oracle_real_ablation import ablation
from bench.oracle_real_headlines import read
from bench.oracle_real_judge import by_slice, errors, gain, intervals
from bench.oracle_real_past import Design, Forecast, Past, expected, of_constant, of_model, of_ridge
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.metrics import mae
from geminivideo.oracle.training import train_ensemble

# Weeks since January 2013 at which the account has some 300, 1,000, 5,000 and 8,500 ads.
CUTOFFS = (20, 60, 88, 104)
OURS = Design(relative=True, grouped=True)
# What goes wrong without the one, the other, or both; at one cutoff.
OTHERS = {
    "CTR itself, rows dealt one by one": Design(relative=False, grouped=False),
    "CTR of the level, rows dealt one by one": Design(relative=True, grouped=False),
    "CTR itself, tests dealt whole": Design(relative=False, grouped=True),
}
OTHERS_AT = 88
_SEED = 0


class Trained:
    """A design's model of one cutoff, and what it says of the later ads."""

    def __init__(self, now: int, design: Design) -> None:
        self.past = Past.until(read(), now)
        self.known, self.later = self.past.datasets(design)
        self.unit = self.past.unit(design)
        self.model = train_ensemble("headline_ctr", self.known, _SEED)

    @cached_property
    def forecast(self) -> Forecast:
        return of_model(self.model, self.later, self.unit)

    @cached_property
    def engine_scores(self) -> Vector:
        return self.model.predict(self.later.x).engine_scores

    def ctr(self, scores: Vector) -> Vector:
        return np.asarray(self.known.curve.outcome(scores) * self.unit)


def cutoff(now: int) -> dict[str, Any]:
    """Every forecaster on the ads of the eight weeks after `now`."""
    ours = Trained(now, OURS)
    past, told = ours.past, {"ensemble": ours.forecast, **_others(ours)}
    return {
        "now": now,
        "history": len(past.before),
        "ads": len(past.after),
        "tests": len(np.unique(past.history.test[past.after])),
        "level_percent": [float(100 * level[0]) for level in (ours.unit, ours.unit[::-1])],
        "forecasts": {name: judged(each, past) for name, each in told.items()},
        "gain_over": {name: gain(told["ensemble"].predicted, each.predicted, past) for name, each in told.items()},
        "slices": by_slice(ours.forecast, past),
        "ablation": ablation(ours.model, ours.engine_scores, lambda scores: 100 * mae(ours.ctr(scores), past.came)),
        "engines": _engines(ours),
    }


def otherwise(name: str) -> dict[str, Any]:
    trained = Trained(OTHERS_AT, OTHERS[name])
    return {"design": name, "now": OTHERS_AT, **judged(trained.forecast, trained.past)}


def judged(forecast: Forecast, past: Past) -> dict[str, Any]:
    return {**errors(forecast.predicted, past), "intervals": intervals(forecast, past)}


def _others(ours: Trained) -> dict[str, Forecast]:
    past, told = ours.past, ours.past.history
    return {
        "expected": expected(ours.model, ours.later, ours.unit),
        "ridge": of_ridge(ours.known, ours.later, ours.unit),
        "level": of_constant(told.ctr[past.before] / told.level[past.before], ours.unit),
        "mean": of_constant(told.ctr[past.before], np.ones(len(past.after))),
    }


def _engines(ours: Trained) -> dict[str, Any]:
    pairs = zip(ours.model.members, ours.engine_scores.T, strict=True)
    return {
        member.name.value: {
            "weight": member.weight,
            "confidence": member.confidence,
            **errors(ours.ctr(scores), ours.past),
        }
        for member, scores in pairs
    }
