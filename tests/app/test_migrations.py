"""The migrated database is the one that the code's tables describe, whoever migrates and however often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from geminivideo.app.migrate import migrate
from geminivideo.app.tables import METADATA
from geminivideo.core.database import Database
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import Candidate

NOW = datetime(2026, 6, 1, tzinfo=UTC)
# References between contexts stand in the migration alone.
_ONLY_IN_THE_DATABASE = {"remove_fk", "remove_table_comment", "modify_comment"}


@pytest.fixture
def empty(database: Database) -> Database:
    with database.transaction() as session:
        session.execute(text("DROP SCHEMA public CASCADE"))
        session.execute(text("CREATE SCHEMA public"))
    return database


def test_migrations_lead_to_the_tables_of_the_code(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, METADATA)
    flat = [change for item in found for change in (item if isinstance(item, list) else [item])]
    assert [change for change in flat if change[0] not in _ONLY_IN_THE_DATABASE] == []


def test_two_processes_may_migrate_at_once(empty: Database) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate, [empty] * 3))
    with empty.transaction() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["0013"]


OF_BEFORE_ACCOUNTS_HAD_MODELS = """
INSERT INTO model_registry (model_id, name, version, stage, metrics, feature_schema, data_fingerprint, artifact_key,
    artifact_sha256, trained_at, promoted_at, reason)
VALUES ('roas-v1', 'roas', 1, 'archived', '{}', '{}', '', '', '', '2026-05-01', '2026-05-01', ''),
    ('roas-v2', 'roas', 2, 'champion', '{}', '{}', '', '', '', '2026-05-02', '2026-05-02', ''),
    ('roas-v3', 'roas', 3, 'challenger', '{}', '{}', '', '', '', '2026-05-03', NULL, '')
"""


def test_models_of_before_accounts_had_their_own_stay_and_can_be_changed(empty: Database) -> None:
    migrate(empty, "0010")
    with empty.transaction() as session:
        session.execute(text(OF_BEFORE_ACCOUNTS_HAD_MODELS))
    migrate(empty)
    with empty.transaction() as session:
        assert registry.champion_ids(session) == {(ModelName.ROAS, None): "roas-v2"}
        own = Candidate(ModelName.ROAS, {}, {}, "", "", "", NOW, account_id="acme")
        for model_id in ("roas-v3", registry.register(session, own, "test").model_id):
            promotion.promote(session, model_id, "test", NOW)
        taken_back = ("roas-acme-v1", "roas-v3", "roas-v2")
        answering = [promotion.rollback(session, model_id, "test").model_id for model_id in taken_back]
        assert answering == ["roas-v3", "roas-v2", "roas-v1"]


def test_tables_that_outsiders_read_are_there_with_their_names(empty: Database) -> None:
    migrate(empty)
    with empty.transaction() as session:
        found = session.execute(text("SELECT model_id, stage, metrics FROM model_registry")).all()
    assert found == []
