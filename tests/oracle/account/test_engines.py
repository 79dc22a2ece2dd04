"""Engines of an account's own predict what ads return on average, not the ad in the middle."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geminivideo.oracle.account.engines import expected_curve, model_with_own_engines
from geminivideo.oracle.artifacts import pack, unpack
from geminivideo.oracle.curves import ROAS_CURVE
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.trained import Calibration, TrainedModel
from tests.oracle.account.accounts import TODAY, Account


def test_the_expected_outcome_is_the_mean_over_the_errors() -> None:
    errors = np.random.default_rng(1).exponential(20, 5000) - 15
    expected = expected_curve(ROAS_CURVE, errors)
    for score in (0.0, 42.0, 50.0, 100.0):
        assert expected.outcome(score) == pytest.approx(float(ROAS_CURVE.outcome(score + errors).mean()), rel=0.02)
    assert expected_curve(ROAS_CURVE, np.zeros(100)).outcome([10.0, 55.0]) == pytest.approx(
        ROAS_CURVE.outcome([10.0, 55.0]), rel=0.01
    )


def test_the_sum_of_predictions_is_near_the_sum_of_what_ads_return(small_roas: TrainedModel, tmp_path: Path) -> None:
    account = Account(level=4.0, noise=1.0)

    def train(dataset: Dataset) -> TrainedModel:
        """The base's engines, with errors as such an account has them."""
        scores = small_roas.predict(dataset.x).score
        errors = dataset.curve.score(dataset.outcomes) - scores
        # what a training would have learned: the middle of the scores
        calibration = Calibration(errors - np.median(errors), np.ones(len(errors)))
        return replace(small_roas, curve=dataset.curve, evidence=dataset.evidence, calibration=calibration)

    model = model_with_own_engines(train, small_roas, ROAS_CURVE, account.results(small_roas, 400, seed=1), TODAY)
    pack(model, tmp_path / "model.zip", tmp_path)
    fresh = account.results(small_roas, 400, seed=2)
    found = model.predict(fresh.x)
    middle = model.curve.outcome(found.score)
    assert middle.sum() < 0.95 * found.outcome.sum()
    assert (found.lower <= found.outcome).all()
    assert (found.outcome <= found.upper).all()
    stored = unpack(tmp_path / "model.zip", pack(model, tmp_path / "model.zip", tmp_path), tmp_path)
    assert (stored.predict(fresh.x).outcome == found.outcome).all()
