"""The gateway and the ML service in this process, over real containers, databases and the broker."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from redis import Redis

from geminivideo.app.api.gateway import create_gateway
from geminivideo.app.container import Container
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.settings import Settings
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from tests.app.builders import add_champions

BASE_URL = "http://127.0.0.1:8080"

OpenClient = Callable[[Container], TestClient]


class MakeContainer(Protocol):
    def __call__(self, clock: Clock | None = None, **settings: Any) -> Container: ...


@contextmanager
def containers(home: Path, database: Database, valkey: EmbeddedValkey) -> Iterator[MakeContainer]:
    """Containers over the same home, database and broker: each is what one process of the product would have."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    usual = {"home": home, "database_url": SecretStr(url), "redis_url": SecretStr(valkey.url), "public_url": BASE_URL}
    with ExitStack() as stack:

        def make(clock: Clock | None = None, **settings: Any) -> Container:
            container = Container(Settings(**{**usual, "min_free_bytes": 0, **settings}), clock)
            stack.callback(container.database.dispose)
            return container

        yield make


def client_of(app: FastAPI) -> TestClient:
    """It sees unforeseen errors as a user would: as answers."""
    return TestClient(app, base_url=BASE_URL, raise_server_exceptions=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def make_container(home: Path, database: Database, redis: "Redis", valkey: EmbeddedValkey) -> Iterator[MakeContainer]:
    with containers(home, database, valkey) as make:
        yield make


@pytest.fixture
def container(make_container: MakeContainer) -> Container:
    return make_container()


@pytest.fixture
def open_client() -> Iterator[OpenClient]:
    with ExitStack() as stack:
        yield lambda container: stack.enter_context(client_of(create_gateway(container)))


@pytest.fixture
def client(container: Container, open_client: OpenClient) -> TestClient:
    return open_client(container)


@pytest.fixture
def served(container: Container, small_models: dict[ModelName, TrainedModel]) -> Container:
    """A container whose registry has a champion for both models."""
    add_champions(container, small_models)
    return container


@pytest.fixture(scope="module")
def untouched(
    tmp_path_factory: pytest.TempPathFactory,
    new_database: Callable[[], AbstractContextManager[Database]],
    valkey: EmbeddedValkey,
) -> Iterator[Container]:
    """A container that a module's tests share, because each leaves it as it found it."""
    home = tmp_path_factory.mktemp("untouched")
    with new_database() as database, containers(home, database, valkey) as make:
        yield make()


@pytest.fixture(scope="module")
def shared_client(untouched: Container) -> Iterator[TestClient]:
    with client_of(create_gateway(untouched)) as client:
        yield client


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole MP4 of one second."""
    target = tmp_path_factory.mktemp("clip") / "clip.mp4"
    source = ["-f", "lavfi", "-i", "testsrc=size=320x240:rate=15:duration=1"]
    find_ffmpeg(None).run(["-v", "error", *source, "-pix_fmt", "yuv420p", "-movflags", "faststart", str(target)])
    return target.read_bytes()
