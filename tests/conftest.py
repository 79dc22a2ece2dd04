"""Real servers for tests: one embedded PostgreSQL and Valkey per run, a fresh database per test."""

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import structlog
from redis import Redis

from geminivideo.app.migrate import migrate
from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.embedded.server import free_port
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from tests.databases import FreshDatabases

pytest_plugins = ["tests.sharing_out"]

SHARED = Path(__file__).parents[2] / "shared"
SHARED_DATA = SHARED / "data"


def log_plainly() -> None:
    """The process's log as structlog has it at first, but without coloured tracebacks: each would take a second."""
    structlog.reset_defaults()
    *before, _console = structlog.get_config()["processors"]
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*before, console])


@pytest.fixture(scope="session", autouse=True)
def _plain_log() -> None:
    log_plainly()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that other accounts can pass through, unlike pytest's: where root starts PostgreSQL, that matters."""
    with tempfile.TemporaryDirectory(prefix="geminivideo-test-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def open_home() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    with open_folder() as home:
        yield from _served(EmbeddedPostgres(home))


def _served(server: EmbeddedPostgres) -> Iterator[EmbeddedPostgres]:
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _template_database(postgres: EmbeddedPostgres) -> str:
    """The migrated database that those of the tests are copied from."""
    database = Database(postgres.url)
    migrate(database)
    database.dispose()
    return str(database.url.database)


@pytest.fixture(scope="session")
def new_database(postgres: EmbeddedPostgres, _template_database: str) -> Callable[[], AbstractContextManager[Database]]:
    """Fresh, migrated databases, each for as long as its context lasts."""
    return FreshDatabases(postgres.url.rsplit("/", 1)[0], _template_database).one


@pytest.fixture
def database(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[Database]:
    with new_database() as fresh:
        yield fresh


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
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all processes that share a run's tests out."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def small_models(run_folder: Path) -> dict[ModelName, TrainedModel]:
    """Both models, trained once per run, on little: what they predict means nothing."""
    from tests.oracle.training import SMALL, trained

    folder = run_folder / "small-models"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return trained(SMALL, folder)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real footage, speech and ads that a checkout of the project alone does not have."""
    if not SHARED_DATA.exists():
        pytest.skip(f"needs the shared test data, which is not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def shared_contracts() -> Path:
    """What outside services accept, as their owners describe it."""
    folder = SHARED / "contracts"
    if not folder.exists():
        missing = f"needs the shared API contracts, which are not at {folder}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return folder


@pytest.fixture(scope="session")
def gcs_emulator() -> Iterator[str]:
    """A local server that speaks Google Cloud Storage's wire format, with the bucket `ads`."""
    port = free_port()
    command = [sys.executable, "-m", "gcp_storage_emulator", "start", "--host=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen([*command, "--in-memory", "--default-bucket=ads"], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            httpx.get(address)
            break
        except httpx.HTTPError:
            time.sleep(0.05)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of 2.5 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2500k", "tmpfs", str(folder)]
    mounted = subprocess.run(command, check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("only root can mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
