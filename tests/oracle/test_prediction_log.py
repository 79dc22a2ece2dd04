"""What was predicted is kept whole, found again by its subject, and part of the transaction of what it belongs to."""

from datetime import timedelta

import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prediction_log import Occasion, log_ctr, log_roas, predictions_of
from geminivideo.oracle.predictor import LocalOracle
from tests.oracle.examples import roas_items, scene_items


@pytest.fixture
def occasion(clock: ManualClock) -> Occasion:
    return Occasion(clock.now(), "acme", "campaign_1")


def test_a_prediction_is_kept_with_all_that_it_was_made_from(
    database: Database, oracle: LocalOracle, occasion: Occasion
) -> None:
    items = roas_items(3)
    found = oracle.predict_roas(items)
    with database.transaction() as session:
        log_roas(session, occasion, items, found)
    with database.transaction() as session:
        kept = predictions_of(session, "acme", ModelName.ROAS)
    assert [one.subject for one in kept] == [f"campaign_1/{item.id}" for item in items]
    for one, item, prediction in zip(kept, items, found, strict=True):
        assert (one.features, one.schema_version) == (item.features, item.schema_version)
        assert (one.score, one.predicted) == (prediction.ensemble_score, prediction.predicted_roas)
        assert (one.interval, one.model_id) == (prediction.interval, prediction.model_version)
        assert one.at == occasion.at
    assert oracle.predict_roas([items[0]])[0].predicted_roas == kept[0].predicted


def test_scenes_keep_what_nobody_measured(database: Database, oracle: LocalOracle, occasion: Occasion) -> None:
    scenes = scene_items(40)
    with database.transaction() as session:
        log_ctr(session, occasion, scenes, oracle.predict_ctr(scenes))
        kept = predictions_of(session, "acme", ModelName.SCENE_CTR)
    assert [one.features for one in kept] == [scene.features for scene in scenes]
    assert any(value is None for one in kept for value in one.features.values())
    assert all(0 < one.interval[0] <= one.predicted <= one.interval[1] < 1 for one in kept)


def test_they_are_found_by_account_kind_and_subject_in_the_order_of_time(
    database: Database, oracle: LocalOracle, clock: ManualClock
) -> None:
    items = roas_items(2)
    found = oracle.predict_roas(items)
    with database.transaction() as session:
        log_roas(session, Occasion(clock.now() + timedelta(hours=1), "acme"), items, found)
        log_roas(session, Occasion(clock.now(), "acme"), items[:1], found[:1])
        log_roas(session, Occasion(clock.now()), items, found)
        log_ctr(session, Occasion(clock.now(), "acme"), scene_items(1), oracle.predict_ctr(scene_items(1)))
    with database.transaction() as session:
        every = predictions_of(session, "acme", ModelName.ROAS)
        one = predictions_of(session, "acme", ModelName.ROAS, ["bp_001", "nothing"])
        assert predictions_of(session, "acme", ModelName.ROAS, []) == []
        assert len(predictions_of(session, "default", ModelName.ROAS)) == 2
    assert [(kept.subject, kept.at.hour) for kept in every] == [("bp_000", 8), ("bp_000", 9), ("bp_001", 9)]
    assert [kept.subject for kept in one] == ["bp_001"]


def test_what_is_undone_leaves_no_prediction(database: Database, oracle: LocalOracle, occasion: Occasion) -> None:
    items = roas_items(2)
    with pytest.raises(RuntimeError, match="campaign"), database.transaction() as session:  # noqa: PT012 - as it is used
        log_roas(session, occasion, items, oracle.predict_roas(items))
        raise RuntimeError("the campaign could not be stored")
    with database.transaction() as session:
        assert predictions_of(session, "acme", ModelName.ROAS) == []


def test_nothing_predicted_nothing_kept(database: Database, occasion: Occasion) -> None:
    with database.transaction() as session:
        log_roas(session, occasion, [], [])
        log_ctr(session, occasion, [], [])
        assert predictions_of(session, "acme", ModelName.ROAS) == []


def test_answers_to_other_questions_are_refused(database: Database, oracle: LocalOracle, occasion: Occasion) -> None:
    items = roas_items(3)
    with pytest.raises(ValueError, match="zip"), database.transaction() as session:
        log_roas(session, occasion, items, oracle.predict_roas(items[:2]))
