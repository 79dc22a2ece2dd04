"""Other web sites in the user's browser cannot use a service that has no login."""

import pytest
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

from geminivideo.app.container import Container
from tests.app.answers import problem, rows
from tests.app.builders import BRIEF, start_campaign

FOREIGN = (
    {"host": "evil.example"},
    {"host": "127.0.0.1.evil.example"},
    {"host": "localhost.evil.example:8080"},
    {"host": "0.0.0.0:8080"},
    {"host": "[::1"},
    {"host": ""},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1@evil.example"},
    {"origin": "http://localhost\\@evil.example"},
)
LOCAL = (
    {"host": "localhost:8080"},
    {"host": "[::1]:8080"},
    {"host": "127.0.0.1", "origin": "http://localhost:3000"},
    {"host": "LOCALHOST"},
)


@pytest.mark.parametrize("headers", FOREIGN)
def test_foreign_requests_are_refused(shared_client: TestClient, untouched: Container, headers: dict[str, str]) -> None:
    answer = shared_client.post("/pipeline/generate-campaign?wait=false", json=BRIEF, headers=headers)
    assert "only requests from this machine" in problem(answer, 403)["detail"]
    problem(shared_client.get("/healthz", headers=headers), 403)
    assert rows(untouched) == {}


@pytest.mark.parametrize("headers", LOCAL)
def test_local_requests_are_answered(shared_client: TestClient, headers: dict[str, str]) -> None:
    assert shared_client.get("/healthz", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"host": "evil.example"}])
def test_foreign_web_sockets_are_refused(client: TestClient, container: Container, headers: dict[str, str]) -> None:
    address = f"ws://127.0.0.1:8080/pipeline/ws/{start_campaign(container)}"
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect(address, headers=headers):
        pass
    problem(refused.value, 403)


def test_no_page_may_read_answers_from_elsewhere(shared_client: TestClient) -> None:
    """Without CORS headers a browser keeps an answer from the page that asked."""
    answer = shared_client.get("/healthz", headers={"origin": "http://localhost:3000"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
