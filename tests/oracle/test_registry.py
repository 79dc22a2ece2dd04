"""One champion per name and account at any moment, and a way back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import Candidate, ModelRecord, Stage


@pytest.fixture
def candidate(clock: ManualClock) -> Candidate:
    return Candidate(
        name=ModelName.ROAS,
        metrics={"coverage": 0.95},
        feature_schema={"name": "blueprint", "version": 1},
        data_fingerprint="f" * 64,
        artifact_key="models/roas/model_1.zip",
        artifact_sha256="a" * 64,
        trained_at=clock.now(),
    )


@pytest.fixture
def three(database: Database, candidate: Candidate, clock: ManualClock) -> list[str]:
    """Three models that were champions one after the other."""
    ids = []
    for _ in range(3):
        with database.transaction() as session:
            ids.append(registry.register(session, candidate, "retrained").model_id)
            promotion.promote(session, ids[-1], "better", clock.now())
        clock.advance(60)
    return ids


def stages(database: Database) -> dict[str, str]:
    with database.transaction() as session:
        return {record.model_id: record.stage for record in registry.list_models(session)}


def ids_of(records: Sequence[ModelRecord]) -> list[str]:
    return [record.model_id for record in records]


def test_a_registered_model_waits_as_challenger(database: Database, candidate: Candidate) -> None:
    with database.transaction() as session:
        record = registry.register(session, candidate, "cold start")
    with database.transaction() as session:
        assert registry.champion(session, ModelName.ROAS) is None
        assert registry.list_models(session) == [record]
    assert (record.model_id, record.version, record.stage) == ("roas-v1", 1, Stage.CHALLENGER)
    assert record.metrics == {"coverage": 0.95}
    assert record.promoted_at is None


def test_versions_count_per_name(database: Database, candidate: Candidate) -> None:
    with database.transaction() as session:
        made = [registry.register(session, candidate, "x").model_id for _ in range(2)]
        made.append(registry.register(session, replace(candidate, name=ModelName.SCENE_CTR), "x").model_id)
    assert made == ["roas-v1", "roas-v2", "scene-ctr-v1"]


def test_promotion_archives_the_one_before(database: Database, three: list[str], clock: ManualClock) -> None:
    assert stages(database) == {three[0]: "archived", three[1]: "archived", three[2]: "champion"}
    with database.transaction() as session:
        current = registry.champion(session, ModelName.ROAS)
    assert current is not None
    assert current.promoted_at == clock.now() - timedelta(seconds=60)
    assert current.reason == "better"


def test_rollback_goes_one_back_each_time(database: Database, three: list[str]) -> None:
    with database.transaction() as session:
        assert promotion.rollback(session, three[2], "worse on Mondays").model_id == three[1]
    with database.transaction() as session:
        assert promotion.rollback(session, three[1], "worse too").model_id == three[0]
    assert stages(database) == {three[0]: "champion", three[1]: "archived", three[2]: "archived"}
    with pytest.raises(ConflictError, match="No model was champion before"), database.transaction() as session:
        promotion.rollback(session, three[0], "and again")


def test_rolled_back_model_can_be_promoted_again(database: Database, three: list[str], clock: ManualClock) -> None:
    with database.transaction() as session:
        promotion.rollback(session, three[2], "worse")
        promotion.promote(session, three[2], "it was the tracking", clock.now())
        assert promotion.rollback(session, three[2], "no, it was not").model_id == three[1]


def test_who_waited_for_another_promotion_came_after_it(
    database: Database, three: list[str], clock: ManualClock
) -> None:
    """Its moment is from before it waited; a clock that is set back does the same."""
    with database.transaction() as session:
        promotion.promote(session, three[0], "again", clock.now() - timedelta(hours=1))
    with database.transaction() as session:
        assert ids_of(registry.succession(session, ModelName.ROAS)) == [three[0], three[2], three[1]]
        assert promotion.rollback(session, three[0], "worse").model_id == three[2]


def test_what_was_taken_back_is_no_way_back_for_another(
    database: Database, three: list[str], candidate: Candidate, clock: ManualClock
) -> None:
    with database.transaction() as session:
        promotion.rollback(session, three[2], "worse")
        newer = registry.register(session, candidate, "retrained").model_id
        promotion.promote(session, newer, "better", clock.now())
        assert ids_of(registry.succession(session, ModelName.ROAS)) == [newer, three[1], three[0]]
        assert promotion.rollback(session, newer, "worse again").model_id == three[1]


def test_what_is_not_possible_says_why(database: Database, three: list[str], clock: ManualClock) -> None:
    with pytest.raises(ConflictError, match="champion already"), database.transaction() as session:
        promotion.promote(session, three[2], "again", clock.now())
    with pytest.raises(ConflictError, match="archived"), database.transaction() as session:
        promotion.rollback(session, three[0], "x")
    with pytest.raises(NotFoundError, match="roas-v9"), database.transaction() as session:
        promotion.promote(session, "roas-v9", "x", clock.now())


def test_a_failed_promotion_changes_nothing(database: Database, three: list[str], clock: ManualClock) -> None:
    before = stages(database)
    with pytest.raises(NotFoundError), database.transaction() as session:  # noqa: PT012 - the first half must be undone
        promotion.promote(session, three[0], "x", clock.now())
        promotion.promote(session, "roas-v9", "x", clock.now())
    assert stages(database) == before


def test_the_database_itself_allows_one_champion_only(database: Database, three: list[str]) -> None:
    statement = text("UPDATE model_registry SET stage = 'champion' WHERE model_id = 'roas-v1'")
    with pytest.raises(IntegrityError, match="model_registry_one_champion"), database.transaction() as session:
        session.execute(statement)
