"""Imagined ad accounts, each with effects of its own: what an account's model can and cannot learn from its ads.

Not the prior's generator. An account draws how much its features explain at all, which of them matter and in which
direction (usually the usual one), its level, its habits (an account that always has a voice-over teaches nothing about
voice-overs), and its spread of budgets. Sales are counted, so an ad with little spend has a ROAS that is mostly luck;
baskets are heavy-tailed, and a few ads run away. Ads come in campaigns that share offer and audience.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from geminivideo.oracle.curves import ROAS_CURVE, OutcomeCurve, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, Matrix

_COLUMNS = len(BLUEPRINT_SCHEMA.features)
# The direction in which a feature usually works, in the schema's order.
_USUAL = np.array([1, 1, 1, 1, 1, -1, 1, 1, 1, 1, -1, 1])
_USUAL_SHARE = 0.75
_PER_CAMPAIGN = 6
_RUNAWAYS, _RUNAWAY_FACTOR = 0.015, (2.0, 6.0)
# Means and spreads between and within accounts, before they are bounded to the schema's ranges.
_MEAN = np.array([6, 0.4, 6, 2.5, 6, 6, 5, 5.5, 0.8, 0.8, 28, 72])
_BETWEEN = np.array([0.8, 0.25, 0.8, 0.8, 0.8, 2, 1, 0.8, 0.5, 0.25, 8, 6])
_WITHIN = np.array([1.4, 0, 1.6, 1.4, 1.5, 2.5, 1.6, 1.6, 1.1, 0, 11, 11])


@dataclass(frozen=True, slots=True)
class Account:
    """`explained` is the standard deviation of log ROAS that the features explain; the rest are spreads too."""

    habits: Vector
    linear: Vector
    pairs: Matrix
    bends: Vector
    level: float
    explained: float
    campaign: float
    unexplained: float
    typical_spend: float
    basket: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        direction = np.where(rng.random(_COLUMNS) < _USUAL_SHARE, _USUAL, -_USUAL)
        matters = rng.random(_COLUMNS) < 0.6
        pairs = np.triu(rng.standard_normal((_COLUMNS, _COLUMNS)) * (rng.random((_COLUMNS, _COLUMNS)) < 0.06), 1)
        return cls(
            habits=_MEAN + _BETWEEN * rng.standard_normal(_COLUMNS),
            linear=direction * matters * rng.gamma(1.5, 0.6, _COLUMNS),
            pairs=0.7 * pairs,
            bends=0.4 * rng.standard_normal(_COLUMNS) * (rng.random(_COLUMNS) < 0.3),
            level=float(1.9 * np.exp(0.4 * rng.standard_normal())),
            explained=float(rng.uniform(0.12, 0.4)),
            campaign=float(rng.uniform(0.05, 0.2)),
            unexplained=float(rng.uniform(0.2, 0.45)),
            typical_spend=float(np.exp(rng.uniform(np.log(150), np.log(1500)))),
            basket=float(rng.uniform(30, 120)),
        )

    @property
    def curve(self) -> OutcomeCurve:
        """The prior's curve at this account's level, as if the level were known."""
        knots = tuple((score, outcome * self.level / 2.4) for score, outcome in ROAS_CURVE.knots)
        return OutcomeCurve("account", knots, decimals=4)

    def ads(self, rng: np.random.Generator, count: int) -> Dataset:
        x = self._features(rng, count)
        campaigns = rng.permutation(np.arange(count) // _PER_CAMPAIGN)
        shared = self.campaign * rng.standard_normal(count)[campaigns]
        log_roas = self._signal(x) + shared + self.unexplained * rng.standard_normal(count)
        runaway = np.where(rng.random(count) < _RUNAWAYS, rng.uniform(*_RUNAWAY_FACTOR, count), 1.0)
        true_roas = self.level * np.exp(log_roas - (self.unexplained**2 + self.explained**2) / 2) * runaway
        roas = self._sold(rng, true_roas)
        evidence = Evidence(Basis.ACCOUNT, count)
        return Dataset(BLUEPRINT_SCHEMA, x, roas, self.curve, evidence, groups=campaigns)

    def _features(self, rng: np.random.Generator, count: int) -> Matrix:
        craft = 0.4 * rng.standard_normal((count, 1))
        drawn = self.habits + _WITHIN * (craft + rng.standard_normal((count, _COLUMNS)))
        for column in (1, 9):  # shares of ads that have it
            drawn[:, column] = rng.random(count) < self.habits[column]
        drawn[:, 2] *= drawn[:, 1]
        whole = [feature.kind != "real" for feature in BLUEPRINT_SCHEMA.features]
        low, high = (np.array([getattr(f, end) for f in BLUEPRINT_SCHEMA.features]) for end in ("low", "high"))
        return np.clip(np.where(whole, np.rint(drawn), drawn), low, high)

    def _signal(self, x: Matrix) -> Vector:
        """What the features explain of log ROAS, by fixed standards, so that it is the same in every draw."""
        z = np.clip((x - self.habits) / np.maximum(_WITHIN, 0.5), -3, 3)
        raw = z @ self.linear + ((z @ self.pairs) * z).sum(axis=1) - (z**2) @ np.abs(self.bends)
        size = np.sqrt((self.linear**2).sum() + (self.pairs**2).sum() + 2 * (self.bends**2).sum()) or 1.0
        return np.asarray(self.explained * (raw + np.abs(self.bends).sum()) / size)

    def _sold(self, rng: np.random.Generator, roas: Vector) -> Vector:
        spend = self.typical_spend * np.exp(0.9 * rng.standard_normal(len(roas)))
        orders = rng.poisson(spend * roas / self.basket)
        # The sum of `orders` gamma baskets is a gamma too.
        revenue = rng.gamma(np.maximum(orders, 1e-9) * 1.5, self.basket / 1.5) * (orders > 0)
        return np.asarray(revenue / spend)
