"""Events reach every client in order, each once, from any point on, whatever breaks in between."""

import json
import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from geminivideo.app.container import Container
from geminivideo.core import events
from tests.app.answers import problem
from tests.app.builders import queue_generation, start_campaign

ADDRESS = "ws://127.0.0.1:8080/pipeline/ws"


def tell(container: Container, numbers: range, stream_id: str = "campaign_1") -> None:
    for number in numbers:
        with container.database.transaction() as session:
            events.append(session, stream_id, "generation_progress", {"progress": number}, container.clock.now())


def read(client: TestClient, count: int, query: str = "", stream_id: str = "campaign_1") -> list[dict[str, Any]]:
    with client.websocket_connect(f"{ADDRESS}/{stream_id}{query}") as socket:
        return [json.loads(socket.receive_text()) for _ in range(count)]


@pytest.fixture
def campaign(container: Container) -> str:
    return start_campaign(container)


def test_what_was_told_before_comes_first_and_in_order(client: TestClient, container: Container, campaign: str) -> None:
    tell(container, range(1, 6))
    seen = read(client, 5)
    assert [event["seq"] for event in seen] == [event["progress"] for event in seen] == [1, 2, 3, 4, 5]
    assert all(event["campaign_id"] == campaign and event["type"] and event["at"].endswith("Z") for event in seen)


def test_what_is_told_meanwhile_arrives(client: TestClient, container: Container, campaign: str) -> None:
    tell(container, range(1, 3))
    with client.websocket_connect(f"{ADDRESS}/{campaign}") as socket:
        assert [json.loads(socket.receive_text())["seq"] for _ in range(2)] == [1, 2]
        tell(container, range(3, 6))
        assert [json.loads(socket.receive_text())["seq"] for _ in range(3)] == [3, 4, 5]


def test_a_client_that_comes_back_gets_exactly_what_it_missed(
    client: TestClient, container: Container, campaign: str
) -> None:
    tell(container, range(1, 4))
    last = read(client, 3)[-1]["seq"]
    tell(container, range(4, 7))
    tell(container, range(1, 3), "campaign_other")
    assert [event["seq"] for event in read(client, 3, f"?after={last}")] == [4, 5, 6]
    assert [event["seq"] for event in read(client, 1, "?after=5")] == [6]


def test_more_than_one_batch(client: TestClient, container: Container, campaign: str) -> None:
    with container.database.transaction() as session:
        for number in range(1, 1203):
            events.append(session, campaign, "generation_progress", {"progress": number}, container.clock.now())
    assert [event["seq"] for event in read(client, 1202)] == list(range(1, 1203))


def test_every_client_gets_every_event(client: TestClient, container: Container, campaign: str) -> None:
    seen: list[list[int]] = []
    clients = [
        threading.Thread(target=lambda: seen.append([event["seq"] for event in read(client, 20)])) for _ in range(4)
    ]
    for one in clients:
        one.start()
    tell(container, range(1, 21))
    for one in clients:
        one.join(60)
    assert seen == [list(range(1, 21))] * 4


def test_a_failed_generation_tells_its_listeners(client: TestClient, container: Container, campaign: str) -> None:
    job = queue_generation(container, campaign)  # without a model it must fail
    container.runner.run(job.job_id, "test")
    state = client.get(f"/pipeline/campaign/{campaign}").json()
    assert state["status"] == "failed"
    with container.database.transaction() as session:
        told = events.read_after(session, campaign, 0)
    assert (told[-1].type, told[-1].payload["error"]) == ("generation_failed", state["error"])
    assert read(client, len(told))[-1]["type"] == "generation_failed"


@pytest.mark.parametrize("after", ["-1", "x", "", "1.5", "99999999999", "9" * 40])
def test_a_bad_position_is_refused(client: TestClient, campaign: str, after: str) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused:
        read(client, 1, f"?after={after}")
    assert "after" in problem(refused.value, 422)["detail"]


@pytest.mark.parametrize("stream_id", ["campaign_none", "footage_none", "job_1", "%00", "campaign_%00", "x" * 200])
def test_unknown_streams_are_refused(client: TestClient, stream_id: str) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused:
        read(client, 1, stream_id=stream_id)
    problem(refused.value, 404)


@pytest.mark.parametrize("path", ["/", "/pipeline/ws", "/pipeline/ws/campaign_1/more", "/healthz", "/" + "x" * 3000])
def test_an_unknown_path_is_refused_with_a_problem(shared_client: TestClient, path: str) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused, shared_client.websocket_connect(f"ws://127.0.0.1{path}"):
        pytest.fail("connected")
    assert "no WebSocket" in problem(refused.value, 404)["detail"]


def test_footage_has_events_too(client: TestClient, container: Container, clip: bytes) -> None:
    upload = client.post("/api/video/upload", files={"video": ("a.mp4", clip)}).json()
    tell(container, range(1, 2), upload["footage_id"])
    (event,) = read(client, 1, stream_id=upload["footage_id"])
    assert event["campaign_id"] == upload["footage_id"]


def test_a_database_that_drops_all_connections_ends_no_stream(
    client: TestClient, container: Container, campaign: str
) -> None:
    tell(container, range(1, 2))
    with client.websocket_connect(f"{ADDRESS}/{campaign}") as socket:
        assert json.loads(socket.receive_text())["seq"] == 1
        with container.database.transaction() as session:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            session.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))  # noqa: S608
        tell(container, range(2, 4))
        assert [json.loads(socket.receive_text())["seq"] for _ in range(2)] == [2, 3]


def test_what_clients_say_changes_nothing(client: TestClient, container: Container, campaign: str) -> None:
    tell(container, range(1, 2))
    with client.websocket_connect(f"{ADDRESS}/{campaign}") as socket:
        socket.send_text("give me everything")
        socket.send_bytes(b"\x00" * 1000)
        assert json.loads(socket.receive_text())["seq"] == 1
        tell(container, range(2, 3))
        assert json.loads(socket.receive_text())["seq"] == 2


def test_a_stream_that_cannot_be_read_is_closed_and_not_silent(
    client: TestClient, container: Container, campaign: str
) -> None:
    with client.websocket_connect(f"{ADDRESS}/{campaign}") as socket:
        with container.database.transaction() as session:
            session.execute(text("ALTER TABLE events RENAME TO events_gone"))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert closed.value.code == 1011
