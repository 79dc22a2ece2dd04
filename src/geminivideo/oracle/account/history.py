"""The ads of an account whose results are in, as what its models learn from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.model import SCHEMAS, ModelName
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, Features, FeatureSchema, Matrix

# Below this many impressions the rates of an ad are mostly luck.
LEAST_IMPRESSIONS = 1_000
# Purchases that an ad caused are still being reported for days after its last impression; deals take longer, and what
# comes later changes the rows that a next training reads.
SETTLING = timedelta(days=7)
# Older ones would say little about the next, and comparing each with each takes memory by the square.
MOST_ADS = 3_000


@dataclass(frozen=True, slots=True)
class MeasuredAd:
    """An ad and all that is known of its results. `revenue_minor` is None where revenue is not measured, `clicks` where
    clicks of another kind are all that was counted.

    `features` are those of the blueprint it was made from; None for an ad that was not made here. `campaign` names what
    the ad shares with others: results of one campaign are not independent.
    """

    key: str
    first_day: date
    last_day: date
    impressions: int
    clicks: int | None
    spend_minor: int
    revenue_minor: int | None
    campaign: str
    features: Features | None = None
    schema_version: int = BLUEPRINT_SCHEMA.version

    def outcome(self, name: ModelName) -> float | None:
        """ROAS or CTR, None where it has nothing to be a share of, or was not measured."""
        if name is ModelName.SCENE_CTR:
            return min(self.clicks / self.impressions, 1.0) if self.impressions and self.clicks is not None else None
        return self.revenue_minor / self.spend_minor if self.spend_minor and self.revenue_minor is not None else None


def matured(ads: Sequence[MeasuredAd], today: date) -> list[MeasuredAd]:
    """Those whose results no longer move much and are more than luck, the oldest first."""
    settled = [ad for ad in ads if ad.last_day <= today - SETTLING and ad.impressions >= LEAST_IMPRESSIONS]
    return sorted(settled, key=lambda ad: (ad.last_day, ad.key))


@dataclass(frozen=True, slots=True)
class Results:
    """Columns over matured ads in the order of their last days; `begins` and `ends` are days as ordinals.

    `x` has a row per ad, NaN where `made_here` is False: of such an ad nothing is known but its result.
    Ads with the same number in `campaigns` are of one campaign.
    """

    x: Matrix
    made_here: npt.NDArray[np.bool_]
    outcomes: Vector
    begins: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]
    campaigns: npt.NDArray[np.intp]

    @classmethod
    def of(cls, name: ModelName, ads: Sequence[MeasuredAd]) -> Self:
        """Of the ads that have the outcome. An ad's features count for ROAS, which reads blueprints; a scene's click
        rate is not measured apart from its ad's, so for CTR every ad is one of which nothing is known.
        """
        schema = SCHEMAS[name]
        rows = [(ad, _row(name, schema, ad), found) for ad in ads if (found := ad.outcome(name)) is not None]
        x = np.array([row for _, row, _ in rows], np.float64).reshape(len(rows), len(schema.features))
        return cls(
            x,
            np.array([_readable(name, schema, ad) for ad, _, _ in rows], np.bool_),
            np.array([found for _, _, found in rows], np.float64),
            np.array([ad.first_day.toordinal() for ad, _, _ in rows], np.intp),
            np.array([ad.last_day.toordinal() for ad, _, _ in rows], np.intp),
            np.unique([ad.campaign for ad, _, _ in rows], return_inverse=True)[1].astype(np.intp),
        )

    def __len__(self) -> int:
        return len(self.outcomes)

    def fingerprint(self) -> str:
        """SHA-256 over all columns: the same for the same ads on any machine."""
        digest = hashlib.sha256(np.ascontiguousarray(self.x, "<f8").tobytes())
        digest.update(np.ascontiguousarray(self.outcomes, "<f8").tobytes())
        for column in (self.made_here, self.begins, self.ends, self.campaigns):
            digest.update(np.ascontiguousarray(column, "<i8").tobytes())
        return digest.hexdigest()

    def take(self, rows: npt.NDArray[np.generic] | slice) -> "Results":
        return Results(
            self.x[rows],
            self.made_here[rows],
            self.outcomes[rows],
            self.begins[rows],
            self.ends[rows],
            self.campaigns[rows],
        )


def _readable(name: ModelName, schema: FeatureSchema, ad: MeasuredAd) -> bool:
    return name is ModelName.ROAS and ad.features is not None and ad.schema_version == schema.version


def _row(name: ModelName, schema: FeatureSchema, ad: MeasuredAd) -> list[float]:
    if not _readable(name, schema, ad) or ad.features is None:
        return [np.nan] * len(schema.features)
    return schema.row(ad.features, ad.key, ad.schema_version)
