"""A client that reads slowly holds up nobody else and loses nothing, through real sockets that fill up."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from geminivideo.app.api.gateway import create_gateway
from geminivideo.app.container import Container
from geminivideo.core import events
from tests.app.builders import start_campaign

EVENTS, FILLING = 800, "x" * 20_000


@contextmanager
def serving(container: Container) -> Iterator[int]:
    """The gateway as the product runs it, in a thread; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(create_gateway(container), log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture
def port(container: Container) -> Iterator[int]:
    with serving(container) as port:
        yield port


def follow(port: int, campaign_id: str, after: int = 0) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{port}/pipeline/ws/{campaign_id}?after={after}", max_queue=1, close_timeout=0.2)


def read(connection: ClientConnection, count: int) -> list[int]:
    return [json.loads(connection.recv(timeout=60))["seq"] for _ in range(count)]


def test_a_slow_reader_holds_up_nobody(container: Container, port: int) -> None:
    campaign_id = start_campaign(container)
    with follow(port, campaign_id) as slow:
        with container.database.transaction() as session:
            for number in range(EVENTS):
                payload = {"progress": number, "message": FILLING}
                events.append(session, campaign_id, "generation_progress", payload, container.clock.now())
        with follow(port, campaign_id) as quick:
            assert read(quick, EVENTS) == list(range(1, EVENTS + 1))
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").json() == {"status": "alive"}
        assert read(slow, EVENTS) == list(range(1, EVENTS + 1))


def test_a_reader_that_gives_up_goes_on_elsewhere(container: Container, port: int) -> None:
    campaign_id = start_campaign(container)
    with container.database.transaction() as session:
        for number in range(EVENTS):
            payload = {"progress": number, "message": FILLING}
            events.append(session, campaign_id, "generation_progress", payload, container.clock.now())
    with follow(port, campaign_id) as first:
        seen = read(first, 10)
    with serving(container) as other, follow(other, campaign_id, after=seen[-1]) as second:
        assert seen + read(second, EVENTS - 10) == list(range(1, EVENTS + 1))


def test_refusals_are_problem_documents_on_the_wire_too(port: int) -> None:
    for path, status in (("campaign_none", 404), ("campaign_none?after=x", 422)):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{port}/pipeline/ws/{path}")
        assert refused.value.response.status_code == status
        assert refused.value.response.headers["content-type"] == "application/problem+json"
