"""Real servers for tests: one embedded PostgreSQL and Valkey per run, a fresh database per test."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Base, Database
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.embedded.valkey import EmbeddedValkey

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _template_database(postgres: EmbeddedPostgres) -> str:
    """The migrated database that every test's own one is copied from."""
    database = Database(postgres.url)
    Base.metadata.create_all(database.engine)
    database.dispose()
    return str(database.url.database)


@pytest.fixture
def database(
    postgres: EmbeddedPostgres, _template_database: str, _numbers: "itertools.count[int]"
) -> Iterator[Database]:
    name = f"test_{next(_numbers)}"
    maintenance = postgres.url.rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_template_database}")
        fresh = Database(postgres.url.rsplit("/", 1)[0] + f"/{name}")
        yield fresh
        fresh.dispose()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _numbers() -> "itertools.count[int]":
    return itertools.count()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedValkey]:
    server = EmbeddedValkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis(valkey: EmbeddedValkey) -> Iterator["Redis"]:
    client = Redis.from_url(valkey.url)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 21, 8, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real footage, speech and ads that a checkout of the project alone does not have."""
    if not SHARED_DATA.exists():
        pytest.skip(f"needs the shared test data, which is not at {SHARED_DATA}")
    return SHARED_DATA
