"""Commands as people give them, whose requests go to the gateway in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.cli.client import GatewayClient
from geminivideo.core.settings import Settings


def talking_here(command: ModuleType, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    """The command's own client, and the one that `command` is given when it opens a gateway."""
    talking = GatewayClient("http://127.0.0.1:1")
    talking._http = client  # type: ignore[assignment]

    @contextmanager
    def here(_settings: Settings, _say: object) -> Iterator[GatewayClient]:
        yield talking

    monkeypatch.setattr(command, "gateway", here)
    return talking
