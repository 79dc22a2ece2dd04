"""A warehouse connector's extracts of a Meta account (fivetran/dbt_facebook_ads, Apache-2.0): a handful of ads.

They can show that outcomes are counted as they should be, and that the Oracle refuses to learn from so little.
"""

import csv
from collections import defaultdict
from typing import Any

import numpy as np

from bench.oracle_real_bandit import ADS
from geminivideo.core.errors import GeminivideoError
from geminivideo.oracle.curves import CTR_CURVE
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.schema import Feature, FeatureKind, FeatureSchema
from geminivideo.oracle.training import train_ensemble

_SEEDS = ADS / "facebook_seeds"
_SCHEMA = FeatureSchema("ad_day", 1, (Feature("spend", FeatureKind.REAL, 0, 1e6),))


def measure() -> dict[str, Any]:
    days = _rows("facebook_ads_basic_ad_data.csv")
    spent: dict[str, float] = defaultdict(float)
    for day in days:
        spent[day["ad_id"]] += float(day["spend"])
    ctr = [int(day["inline_link_clicks"]) / int(day["impressions"]) for day in days]
    return {
        "ad_days": len(days),
        "ads": len(spent),
        "ctr": [min(ctr), max(ctr)],
        "values": _values(spent),
        "refusal": _refusal([float(day["spend"]) for day in days], ctr),
    }


def _values(spent: dict[str, float]) -> dict[str, dict[str, float | None]]:
    """By ad: what its conversions are worth by the largest action type, and by all, which counts them repeatedly."""
    by_type: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows("facebook_ads_basic_ad_action_values_data.csv"):
        by_type[row["ad_id"]][row["action_type"]] = float(row["value"])
    return {
        ad: {"one_type": max(values.values()), "summed": sum(values.values()), "spend": spent.get(ad)}
        for ad, values in by_type.items()
    }


def _refusal(spend: list[float], ctr: list[float]) -> str | None:
    """What the Oracle says when it is asked to learn from these ad days."""
    x = np.array(spend)[:, None]
    try:
        train_ensemble("ctr", Dataset(_SCHEMA, x, np.array(ctr), CTR_CURVE, Evidence(Basis.ACCOUNT, len(ctr))), seed=0)
    except GeminivideoError as error:
        return str(error)
    return None


def _rows(name: str) -> list[dict[str, str]]:
    with (_SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
