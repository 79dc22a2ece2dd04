"""What an answer of the Oracle holds, and that it can be recomputed from what it shows."""

import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from geminivideo.core.blueprint import Blueprint, Hook
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.core.vocabulary import ConfidenceLevel, HookType
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.curves import ROAS_CURVE
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.features import blueprint_features, scene_features
from geminivideo.oracle.model import (
    Basis,
    EngineName,
    Evidence,
    History,
    ModelName,
    RoasItem,
    SceneItem,
    ServedBy,
    Weighting,
    confidence_level,
)
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.prior import roas
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import train_ensemble
from tests.oracle.examples import example_blueprint, roas_items, scene_items
from tests.oracle.training import SMALL


def test_answer_can_be_recomputed_from_what_it_shows(oracle: LocalOracle) -> None:
    for found in oracle.predict_roas(roas_items(20)):
        shares = [engine.weight * engine.confidence for engine in found.engines]
        mean = sum(s * e.score for s, e in zip(shares, found.engines, strict=True)) / sum(shares)
        assert found.ensemble_score == pytest.approx(mean, abs=1e-4)
        assert found.predicted_roas == pytest.approx(float(ROAS_CURVE.outcome(found.ensemble_score)), abs=1e-4)
        assert 0 <= found.interval[0] <= found.predicted_roas <= found.interval[1]
        assert [engine.name for engine in found.engines] == list(EngineName)
        assert (found.basis, found.missing_engines, found.served_by) == (Basis.PRIOR, (), ServedBy.IN_PROCESS)


def test_predictions_are_no_constant(oracle: LocalOracle) -> None:
    found = oracle.predict_roas(roas_items(50))
    assert len({prediction.predicted_roas for prediction in found}) == 50
    assert len({prediction.interval for prediction in found}) == 50
    assert len({prediction.interval[1] - prediction.interval[0] for prediction in found}) > 40
    assert {prediction.confidence_level for prediction in found} <= {ConfidenceLevel.LOW, ConfidenceLevel.MEDIUM}


def test_items_answer_in_their_order_and_alone_as_in_company(oracle: LocalOracle) -> None:
    items = roas_items(50)
    together = oracle.predict_roas(items)
    assert [prediction.id for prediction in together] == [item.id for item in items]
    assert [oracle.predict_roas([item])[0] for item in items] == together
    assert oracle.predict_roas(items[::-1])[::-1] == together


def test_a_better_hook_is_predicted_to_return_more(real_models: dict[ModelName, TrainedModel]) -> None:
    oracle = LocalOracle(lambda name, _account: ServingModel(name, real_models[name]))
    weak = example_blueprint(hook=Hook(type=HookType.BENEFIT_STACK, text="Great coaching!!! Do you want it?"))
    items = [RoasItem(b.title, blueprint_features(b)) for b in (example_blueprint(), weak)]
    strong, poor = oracle.predict_roas(items)
    assert strong.predicted_roas > 1.1 * poor.predicted_roas


def test_nothing_asked_nothing_answered(oracle: LocalOracle) -> None:
    assert oracle.predict_roas([]) == []
    assert oracle.predict_ctr([]) == []


def test_refusal_names_item_and_field(oracle: LocalOracle, blueprint: Blueprint) -> None:
    good = blueprint_features(blueprint)
    with pytest.raises(InvalidInputError, match=r"cta_strength of 'bp_002'"):
        oracle.predict_roas([RoasItem("bp_001", good), RoasItem("bp_002", {**good, "cta_strength": 11})])
    with pytest.raises(InvalidInputError, match="version 2"):
        oracle.predict_roas([RoasItem("bp_001", good, schema_version=2)])
    with pytest.raises(InvalidInputError, match=r"motion of 'scene_1'"):
        oracle.predict_ctr([SceneItem("scene_1", scene_features(SceneFeatures(motion=1.5), 3.0))])


def test_scenes_are_ranked_without_gaps_whatever_their_order(oracle: LocalOracle) -> None:
    scenes = scene_items(30)
    found = oracle.predict_ctr([*scenes, replace(scenes[0], scene_id="twin")])
    by_rank = sorted(found, key=lambda prediction: prediction.rank)
    assert [prediction.rank for prediction in by_rank] == list(range(1, 32))
    assert all(better.predicted_ctr >= worse.predicted_ctr for better, worse in pairwise(by_rank))
    assert all(p.interval[0] <= p.predicted_ctr <= p.interval[1] < 1 for p in found)
    shuffled = oracle.predict_ctr([replace(scenes[0], scene_id="twin"), *scenes[::-1]])
    assert sorted(shuffled, key=lambda p: p.rank) == by_rank


def test_scene_of_which_nothing_was_measured_still_has_an_honest_answer(
    real_models: dict[ModelName, TrainedModel],
) -> None:
    oracle = LocalOracle(lambda name, _account: ServingModel(name, real_models[name]))
    found = oracle.predict_ctr([SceneItem("blind", scene_features(SceneFeatures(), 3.0)), *scene_items(200)])
    blind, *typical = [(p.interval[1] - p.interval[0]) / p.predicted_ctr for p in found]
    assert blind > np.median(typical)
    assert found[0].confidence_level is ConfidenceLevel.LOW


def owned(model: TrainedModel) -> LocalOracle:
    return LocalOracle(lambda _name, account: ServingModel(f"roas-{account}-v1", model))


def test_each_account_is_answered_by_its_model_and_told_by_which(oracle: LocalOracle, small_roas: TrainedModel) -> None:
    (general,), (scene,) = oracle.predict_roas(roas_items(1)), oracle.predict_ctr(scene_items(1), "acme")
    assert (general.basis, general.weighting, general.history) == (Basis.PRIOR, small_roas.weighting, None)
    assert (scene.basis, scene.history) == (Basis.PRIOR, None)
    for weighting in Weighting:
        learned = replace(small_roas, evidence=Evidence(Basis.ACCOUNT, 120, 1.7), weighting=weighting)
        (ours,) = owned(learned).predict_roas(roas_items(1), "acme")
        assert (ours.model_version, ours.basis, ours.weighting) == ("roas-acme-v1", Basis.ACCOUNT, weighting)
        assert ours.history == History(ads=120, average=1.7)


@pytest.mark.parametrize(
    ("width", "basis", "observed", "level"),
    [
        (0.9, Basis.ACCOUNT, 300, ConfidenceLevel.HIGH),
        (0.9, Basis.ACCOUNT, 299, ConfidenceLevel.MEDIUM),
        (0.9, Basis.GLOBAL, 10_000, ConfidenceLevel.HIGH),
        (0.9, Basis.PRIOR, 0, ConfidenceLevel.MEDIUM),
        (0.9, Basis.ACCOUNT, 29, ConfidenceLevel.LOW),
        (1.9, Basis.ACCOUNT, 300, ConfidenceLevel.MEDIUM),
        (2.1, Basis.ACCOUNT, 10_000, ConfidenceLevel.LOW),
        (2.1, Basis.PRIOR, 0, ConfidenceLevel.LOW),
    ],
)
def test_confidence_follows_width_and_evidence(
    width: float, basis: Basis, observed: int, level: ConfidenceLevel
) -> None:
    assert confidence_level(2.0, (1.5, 1.5 + width), Evidence(basis, observed)) is level
    assert confidence_level(0.0, (0.0, width), Evidence(basis, observed)) is ConfidenceLevel.LOW


def test_enough_real_ads_that_are_predictable_reach_high(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)  # five engines are enough here
    drawn = roas.draw(np.random.default_rng(6), 4000)
    calm = ROAS_CURVE.outcome(roas.expected_score(drawn.x))
    account = Dataset(drawn.schema, drawn.x, calm, ROAS_CURVE, Evidence(Basis.ACCOUNT, observed=4000))
    model = train_ensemble("roas", account, 1, effort=SMALL.effort)
    oracle = LocalOracle(lambda _name, _account: ServingModel("roas-v1", model))
    levels = [prediction.confidence_level for prediction in oracle.predict_roas(roas_items(100))]
    assert levels.count(ConfidenceLevel.HIGH) > 50
