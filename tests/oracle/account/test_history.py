from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.account.history import LEAST_IMPRESSIONS, MeasuredAd, Results, matured
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA
from tests.oracle.examples import roas_items

AD = MeasuredAd("ad", date(2026, 5, 1), date(2026, 5, 9), 5_000, 100, 20_000, 50_000, "campaign_1")


def test_a_rate_needs_something_to_be_a_share_of() -> None:
    assert AD.outcome(ModelName.ROAS) == 2.5
    assert AD.outcome(ModelName.SCENE_CTR) == 0.02
    assert replace(AD, spend_minor=0).outcome(ModelName.ROAS) is None
    assert replace(AD, revenue_minor=None).outcome(ModelName.ROAS) is None
    assert replace(AD, revenue_minor=0).outcome(ModelName.ROAS) == 0
    assert replace(AD, clicks=None).outcome(ModelName.SCENE_CTR) is None


def test_ads_mature_a_week_after_their_last_day_and_with_enough_impressions() -> None:
    ads = [AD, replace(AD, key="new", last_day=date(2026, 5, 10)), replace(AD, key="few", impressions=999)]
    assert [ad.key for ad in matured(ads, AD.last_day + timedelta(days=7))] == ["ad"]
    assert [ad.key for ad in matured(ads, AD.last_day + timedelta(days=8))] == ["ad", "new"]
    assert matured([replace(AD, impressions=LEAST_IMPRESSIONS)], date(2027, 1, 1))


def test_only_ads_made_here_have_features_and_only_for_roas() -> None:
    made = replace(AD, key="made", features=roas_items(1)[0].features)
    roas = Results.of(ModelName.ROAS, [AD, made])
    assert roas.made_here.tolist() == [False, True]
    assert np.isnan(roas.x[0]).all()
    assert roas.x[1].tolist() == list(roas_items(1)[0].features.values())
    ctr = Results.of(ModelName.SCENE_CTR, [AD, made])
    assert not ctr.made_here.any()
    assert len(ctr) == 2


def test_features_of_an_older_schema_are_as_good_as_none() -> None:
    old = replace(AD, features={"a": 1.0}, schema_version=BLUEPRINT_SCHEMA.version - 1)
    assert not Results.of(ModelName.ROAS, [old]).made_here.any()


def test_a_damaged_feature_is_refused_by_name() -> None:
    features = {**roas_items(1)[0].features, "cta_strength": float("nan")}
    with pytest.raises(InvalidInputError, match="cta_strength"):
        Results.of(ModelName.ROAS, [replace(AD, features=features)])


def test_ads_of_one_campaign_share_a_number() -> None:
    ads = [AD, replace(AD, key="2"), replace(AD, key="3", campaign="other"), replace(AD, key="4", spend_minor=0)]
    results = Results.of(ModelName.ROAS, ads)
    assert len(results) == 3
    assert results.campaigns[0] == results.campaigns[1] != results.campaigns[2]


def test_the_fingerprint_changes_with_anything_that_a_model_learns_from() -> None:
    base = [AD, replace(AD, key="2", campaign="other")]
    changed = [
        [AD],
        [AD, replace(AD, key="2")],
        [AD, replace(base[1], revenue_minor=1)],
        [AD, replace(base[1], last_day=date(2026, 5, 10))],
        [AD, replace(base[1], features=roas_items(1)[0].features)],
    ]
    prints = [Results.of(ModelName.ROAS, ads).fingerprint() for ads in [base, *changed]]
    assert len(set(prints)) == len(prints)
    assert Results.of(ModelName.ROAS, base).fingerprint() == prints[0]
