"""The migrated database is the one that the code's tables describe, whoever migrates and however often."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from geminivideo.app.migrate import migrate
from geminivideo.app.tables import METADATA
from geminivideo.core.database import Database

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
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["0012"]


def test_tables_that_outsiders_read_are_there_with_their_names(empty: Database) -> None:
    migrate(empty)
    with empty.transaction() as session:
        found = session.execute(text("SELECT model_id, stage, metrics FROM model_registry")).all()
    assert found == []
