"""The command line's client against a gateway that breaks off, refuses, or is not there."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection, serve

import geminivideo
from geminivideo.app.cli import client as client_module
from geminivideo.app.cli.advice import advice
from geminivideo.app.cli.client import AnsweredError, GatewayClient
from geminivideo.core import errors
from geminivideo.core.errors import (
    CancelledError,
    ConflictError,
    GeminivideoError,
    InvalidInputError,
    NotFoundError,
    ProcessingError,
    TooLargeError,
    UnavailableError,
)
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


def test_a_refused_stream_is_not_waited_for() -> None:
    begun = time.monotonic()
    error = NotFoundError("There is no campaign 'campaign_1'.", next_step="look it up")
    with refusing(error) as url, pytest.raises(AnsweredError, match="no campaign") as refused:
        next(GatewayClient(url).events("/pipeline/ws/campaign_1"))
    assert refused.value.exit_code == NotFoundError.exit_code
    assert time.monotonic() - begun < client_module._PATIENCE_SECONDS / 2


def test_a_stream_that_is_refused_without_a_reason() -> None:
    with refusing(NotFoundError("", next_step=""), "text/plain") as url, pytest.raises(ProcessingError, match="404"):
        next(GatewayClient(url).events("/pipeline/ws/campaign_1"))


def test_a_file_that_is_gone_is_not_a_gateway_that_is_silent(tmp_path: Path) -> None:
    gone = refusing(NotFoundError("", next_step=""), "text/plain")
    with gone as url, pytest.raises(ProcessingError, match=r"ad\.mp4 was answered with 404"):
        GatewayClient(url).download("/files/ad.mp4", tmp_path / "ad.mp4")


def test_a_gateway_that_is_not_ready_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_PATIENCE_SECONDS", 0.0)
    not_yet = refusing(UnavailableError("Not yet.", next_step="wait"))
    with not_yet as url, pytest.raises(UnavailableError, match="does not answer"):
        next(GatewayClient(url).events("/pipeline/ws/campaign_1"))


@pytest.mark.parametrize("given", ["use a campaign_id as POST /pipeline/x answered it", "see /openapi.json"])
@pytest.mark.parametrize("kind", [InvalidInputError, NotFoundError, ConflictError, TooLargeError, CancelledError])
def test_advice_that_speaks_http_is_said_in_commands(kind: type[GeminivideoError], given: str) -> None:
    told = AnsweredError(problem(kind("No.", next_step=given)))
    assert re.search("`geminivideo |`--help`|the command", told.next_step)
    assert told.document == {**problem(kind("No.", next_step=given)), "next_step": told.next_step}


def test_other_advice_stays_as_it_is() -> None:
    assert advice(problem(ConflictError("No.", next_step="wait until it is done"))) == "wait until it is done"


def test_no_advice_in_the_product_about_a_request_escapes() -> None:
    """Whatever the sources advise with a route in it is recognised as HTTP."""
    sources = "".join(path.read_text("utf-8") for path in Path(geminivideo.__path__[0]).rglob("*.py"))
    given = re.findall(r'next_step=f?"([^"]*(?:/pipeline|/api/|/openapi)[^"]*)"', sources)
    assert len(given) > 5
    document = problem(NotFoundError("No.", next_step=""))
    assert [text for text in given if advice({**document, "next_step": text}) == text] == []


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
def refusing(error: GeminivideoError, kind: str = "application/problem+json") -> Iterator[str]:
    """A gateway that answers everything with this error's problem document."""
    body = json.dumps(problem(error)).encode()

    class Refusal(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # no WebSocket begins with less

        def do_GET(self) -> None:
            self.send_response(error.status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the base class names it so

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusal) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
