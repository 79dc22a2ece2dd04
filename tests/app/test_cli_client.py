"""The command line's client against a gateway that breaks off, refuses, or is not there."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection, serve

from geminivideo.app.cli import client as client_module
from geminivideo.app.cli.client import GatewayClient
from geminivideo.core import errors
from geminivideo.core.errors import GeminivideoError, InvalidInputError, NotFoundError, UnavailableError
from geminivideo.core.jobs.model import problem

NOWHERE = "http://127.0.0.1:1"


@contextmanager
def breaking_stream(events_per_connection: int) -> Iterator[str]:
    """Each connection gets the next few events and is then cut like a killed process cuts it."""

    def handle(connection: ServerConnection) -> None:
        after = int(connection.request.path.rsplit("=", 1)[1]) if connection.request else 0
        for seq in range(after + 1, after + 1 + events_per_connection):
            connection.send(json.dumps({"seq": seq}))
        connection.socket.close()

    with serve(handle, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"


def test_events_go_on_where_a_connection_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_RECONNECT_SECONDS", 0.01)
    with breaking_stream(events_per_connection=2) as url:
        events = GatewayClient(url).events("/pipeline/ws/campaign_1")
        assert [next(events)["seq"] for _ in range(5)] == [1, 2, 3, 4, 5]


def test_a_gateway_that_stays_away_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(client_module, "_PATIENCE_SECONDS", 0.0)
    client = GatewayClient(NOWHERE)
    for ask in (
        lambda: next(client.events("/pipeline/ws/campaign_1")),
        lambda: client.campaign("campaign_1"),
        lambda: client.download("/files/ad.mp4", tmp_path / "ad.mp4"),
    ):
        with pytest.raises(UnavailableError, match="does not answer") as raised:
            ask()
        assert "geminivideo up" in raised.value.next_step
    assert not (tmp_path / "ad.mp4").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InvalidInputError, match="cannot be written"):
        GatewayClient(NOWHERE).download("/files/ad.mp4", tmp_path / "file" / "ad.mp4")


@pytest.mark.parametrize("kind", [kind for kind in vars(errors).values() if isinstance(kind, type)])
def test_a_refusal_ends_the_command_with_the_code_of_its_kind(kind: type[GeminivideoError]) -> None:
    with refusing(kind("It is not to be.", next_step="try another")) as url, pytest.raises(GeminivideoError) as raised:
        GatewayClient(url).campaign("campaign_1")
    assert (raised.value.exit_code, raised.value.cause) == (kind.exit_code, "It is not to be.")
    assert NotFoundError.exit_code == 3


@contextmanager
def refusing(error: GeminivideoError) -> Iterator[str]:
    """A gateway that answers everything with this error's problem document."""
    body = json.dumps(problem(error)).encode()

    class Refusal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(error.status)
            self.send_header("Content-Type", "application/problem+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the base class names it so

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
