"""Accounts for tests: ads whose results are drawn from a known level, slope, noise and drift."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geminivideo.oracle.account.history import MeasuredAd, Results
from geminivideo.oracle.curves import ROAS_CURVE
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import draw_prior
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA
from geminivideo.oracle.trained import TrainedModel

TODAY = date(2026, 6, 1)
_SPEND = 50_000


@dataclass(frozen=True, slots=True)
class Account:
    """`slope` 1: scores are worth what the prior says. `drift`: standard deviation of log level, day by day."""

    level: float = 5.0
    slope: float = 1.0
    noise: float = 0.5
    drift: float = 0.0
    made_here: float = 1.0

    def ads(
        self, base: TrainedModel, count: int, seed: int, last: date = TODAY - timedelta(days=10)
    ) -> list[MeasuredAd]:
        """The oldest first, over the year before `last`."""
        rng = np.random.default_rng(seed)
        x = draw_prior(ModelName.ROAS, rng, count).x
        begins = np.sort(rng.integers(0, 350, count))
        ends = np.minimum(begins + rng.integers(3, 14, count), 360)
        levels = self.level * np.exp(np.cumsum(rng.normal(0, self.drift, 361)))[begins]
        relative = ROAS_CURVE.outcome(base.predict(x).score) / ROAS_CURVE.outcome(50.0) - 1
        luck = np.exp(self.noise * rng.standard_normal(count) - self.noise**2 / 2)
        roas = levels * np.maximum(1 + self.slope * relative, 0.05) * luck
        here = rng.random(count) < self.made_here
        first = last - timedelta(days=360)
        return [
            MeasuredAd(
                key=f"ad_{number:04}",
                first_day=first + timedelta(days=int(begins[number])),
                last_day=first + timedelta(days=int(ends[number])),
                impressions=20_000,
                clicks=400,
                spend_minor=_SPEND,
                revenue_minor=round(roas[number] * _SPEND),
                campaign=f"campaign_{number // 5}",
                features=dict(zip(BLUEPRINT_SCHEMA.names, x[number].tolist(), strict=True)) if here[number] else None,
            )
            for number in range(count)
        ]

    def results(self, base: TrainedModel, count: int, seed: int) -> Results:
        return Results.of(ModelName.ROAS, self.ads(base, count, seed))
