"""Which ports and processes a start takes."""

import socket
from pathlib import Path

import pytest

from geminivideo.app.cli.roles import check_loopback
from geminivideo.app.supervisor.ports import choose_port
from geminivideo.app.supervisor.roles import roles
from geminivideo.core.errors import ConflictError, InvalidInputError
from geminivideo.core.settings import Settings
from geminivideo.core.tasks import HEAVY_QUEUES, LIGHT_QUEUES, QUEUE_OF_KIND

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> "socket.socket":
    return socket.create_server((HOST, 0))


def test_a_free_port_is_taken_as_wished(taken: "socket.socket") -> None:
    port = taken.getsockname()[1]
    taken.close()
    assert choose_port(HOST, port, anything=False) == port


def test_a_taken_port_is_named(taken: "socket.socket") -> None:
    with taken, pytest.raises(ConflictError, match=str(taken.getsockname()[1])) as refused:
        choose_port(HOST, taken.getsockname()[1], anything=False)
    assert "GEMINIVIDEO_GATEWAY_PORT" in refused.value.next_step


def test_a_taken_port_is_exchanged_when_any_will_do(taken: "socket.socket") -> None:
    with taken:
        port = taken.getsockname()[1]
        assert choose_port(HOST, port, anything=True) not in {0, port}


def test_zero_asks_for_any() -> None:
    with socket.create_server((HOST, choose_port(HOST, 0, anything=False))) as server:
        assert server.getsockname()[1] > 1024


def test_every_queue_has_a_worker(tmp_path: Path) -> None:
    wanted = roles(Settings(home=tmp_path), "http://127.0.0.1:1", "http://127.0.0.1:2")
    queues = {queue for role in wanted if role.name.startswith("worker") for queue in role.arguments[2].split(",")}
    assert queues == {*HEAVY_QUEUES, *LIGHT_QUEUES} >= set(QUEUE_OF_KIND.values())
    assert {role.name: role.health_url for role in wanted if role.health_url} == {
        "gateway": "http://127.0.0.1:1/healthz",
        "ml": "http://127.0.0.1:2/healthz",
    }


def test_an_ml_service_elsewhere_is_not_started_here(tmp_path: Path) -> None:
    assert "ml" not in {role.name for role in roles(Settings(home=tmp_path), "http://127.0.0.1:1", None)}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_loopback_addresses_may_listen(host: str) -> None:
    check_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "localhost.evil.example", "example.com", ""])  # noqa: S104
def test_nothing_else_may_listen(host: str) -> None:
    with pytest.raises(InvalidInputError, match="API keys"):
        check_loopback(host)
