"""What is said about a model, recomputed by hand from its answers."""

import json

import numpy as np
import pytest

from geminivideo.oracle.ablation import ablation
from geminivideo.oracle.curves import OutcomeCurve
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.evaluation import HeldOutPredictions, evaluate, figures
from geminivideo.oracle.metrics import coverage, rmse
from geminivideo.oracle.model import Basis, EngineName, Evidence
from geminivideo.oracle.prior import roas
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.test_ensemble import members

IDENTITY = OutcomeCurve("identity", ((0, 0.0), (100, 100.0)), decimals=4)


def dataset(outcomes: list[float], curve: OutcomeCurve = IDENTITY) -> Dataset:
    x = roas.draw(np.random.default_rng(1), len(outcomes)).x
    return Dataset(BLUEPRINT_SCHEMA, x, np.array(outcomes), curve, Evidence(Basis.ACCOUNT, len(outcomes)))


def test_by_hand() -> None:
    data = dataset([10.0, 20, 30, 40, 50, 60])
    score = np.array([12.0, 18, 30, 40, 50, 90])
    bounds = {level: (score - half, score + half) for level, half in ((0.90, 1.0), (0.95, 2.0))}
    group = members([0, 0], [0.6, 0.2], [0.5, 0.5])
    engine_scores = np.column_stack([score, score - 4])
    found = figures(HeldOutPredictions.of_scores(engine_scores, score, bounds, IDENTITY), data, group)
    assert found["rows"] == 6
    assert found["outcome_rmse"] == pytest.approx(np.sqrt((4 + 4 + 900) / 6))
    assert found["outcome_mae"] == pytest.approx(34 / 6)
    assert found["outcome_mae_of_the_median"] == pytest.approx(15)
    assert found["spearman"] == pytest.approx(1)
    assert (found["level"], found["coverage"]) == (0.95, pytest.approx(5 / 6))
    assert found["intervals"]["0.90"]["coverage"] == pytest.approx(3 / 6)
    assert found["intervals"]["0.90"]["coverage_by_prediction"] == {"low": 0, "middle": 1, "high": 0.5}
    assert found["mean_interval_width"] == 4
    assert "auc" not in found
    json.dumps(found, allow_nan=False)


def test_ablation_by_hand() -> None:
    actual = np.array([10.0, 20.0, 30.0])
    scores = np.column_stack([actual, actual + 8])
    group = members([0, 0], [0.3, 0.1], [0.5, 0.5])  # DeepFM and DCN, whose fixed weights are equal
    found = ablation(scores, actual, group)
    assert found["all"] == pytest.approx(2)
    assert found["fixed_weights"] == found["equal_weights"] == pytest.approx(4)
    assert found["without"] == {EngineName.DEEPFM: pytest.approx(8), EngineName.DCN: 0}
    assert found["alone"] == {EngineName.DEEPFM: 0, EngineName.DCN: pytest.approx(8)}


def test_without_the_only_engine_that_counts_nothing_is_left() -> None:
    group = members([0, 0], [1.0, 0.0], [0.5, 0.5])
    found = ablation(np.ones((3, 2)), np.array([1.0, 2.0, 3.0]), group)
    assert found["without"] == {EngineName.DEEPFM: None, EngineName.DCN: found["all"]}


def test_clicks_are_judged_as_probabilities() -> None:
    curve = OutcomeCurve("click", ((0, 0.0), (100, 1.0)), decimals=6)
    data = dataset([0.0, 0, 1, 1], curve)
    score = np.array([10.0, 60, 40, 80])
    bounds = dict.fromkeys((0.9, 0.95), (score - 1, score + 1))
    found = figures(
        HeldOutPredictions.of_scores(score[:, None], score, bounds, curve), data, members([0], [1.0], [1.0])
    )
    assert found["auc"] == 0.75
    assert found["log_loss"] == pytest.approx(-np.log([0.9, 0.4, 0.4, 0.8]).mean())
    assert found["log_loss_of_the_mean"] == pytest.approx(np.log(2))


def test_a_real_model(small_roas: TrainedModel) -> None:
    data = roas.draw(np.random.default_rng(6), 2000)
    found = evaluate(small_roas, data, 0.8)
    answered = small_roas.predict(data.x, 0.8)
    assert found["outcome_rmse"] == pytest.approx(rmse(answered.outcome, data.outcomes))
    assert found["coverage"] == pytest.approx(coverage(answered.lower, answered.upper, data.outcomes))
    assert list(found["intervals"]) == ["0.80", "0.90", "0.95"]
    assert found["ablation"]["all"] == pytest.approx(found["score_rmse"])
    assert set(found["ablation"]["alone"]) == set(EngineName)
    assert small_roas.metrics["measured_on"] == "test part"
    assert small_roas.metrics["stack"]["rows"] == 600
