"""The real gateway in this process, on a fresh database and folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from pydantic import SecretStr

from geminivideo.app.api.gateway import create_gateway
from geminivideo.app.container import Container
from geminivideo.core.database import Database
from geminivideo.core.settings import Settings


@contextmanager
def gateway(database: Database, home: Path, **changed: Any) -> Iterator[tuple[TestClient, Container]]:
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    nobody = SecretStr("redis://127.0.0.1:1/0")
    settings = Settings(home=home, database_url=SecretStr(url), redis_url=nobody, min_free_bytes=0, **changed)
    container = Container(settings)
    yield TestClient(create_gateway(container), base_url="http://127.0.0.1:8080"), container
    container.database.dispose()
