"""Which ports and processes a start takes."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from geminivideo.app.cli.roles import check_loopback
from geminivideo.app.supervisor.ports import ReservedPort
from geminivideo.app.supervisor.roles import roles
from geminivideo.core.errors import ConflictError, InvalidInputError
from geminivideo.core.settings import Settings
from geminivideo.core.tasks import HEAVY_QUEUES, IMPORT_QUEUES, LIGHT_QUEUES, QUEUE_OF_KIND

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> "socket.socket":
    return socket.create_server((HOST, 0))


def test_a_free_port_is_taken_as_wished(taken: "socket.socket") -> None:
    port = taken.getsockname()[1]
    taken.close()
    with closing(ReservedPort(HOST, port, anything=False)) as reserved:
        assert (reserved.number, reserved.url) == (port, f"http://{HOST}:{port}")


def test_a_taken_port_is_named(taken: "socket.socket") -> None:
    port = taken.getsockname()[1]
    with taken, pytest.raises(ConflictError, match=f"Port {port} on {HOST} is taken") as refused:
        ReservedPort(HOST, port, anything=False)
    assert "GEMINIVIDEO_GATEWAY_PORT" in refused.value.next_step


def test_a_taken_port_is_exchanged_when_any_will_do(taken: "socket.socket") -> None:
    port = taken.getsockname()[1]
    with taken, closing(ReservedPort(HOST, port, anything=True)) as reserved:
        assert reserved.number not in {0, port}


def test_a_reserved_port_is_given_to_nobody_else_until_it_is_closed() -> None:
    reserved = ReservedPort(HOST, 0, anything=False)
    assert reserved.number > 1024
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind((HOST, reserved.number))
    reserved.close()
    socket.create_server((HOST, reserved.number)).close()


def test_two_starts_at_the_same_time_reserve_different_ports() -> None:
    with closing(ReservedPort(HOST, 0, anything=False)) as first:
        with pytest.raises(ConflictError, match=f"Port {first.number} on {HOST} is taken"):
            ReservedPort(HOST, first.number, anything=False)
        with closing(ReservedPort(HOST, first.number, anything=True)) as second:
            assert second.number not in {0, first.number}


def test_an_address_of_the_newer_kind_is_taken_by_its_own_family() -> None:
    with closing(ReservedPort("::1", 0, anything=False)) as reserved:
        assert reserved.url == f"http://[::1]:{reserved.number}"
        with socket.socket(socket.AF_INET6) as other, pytest.raises(OSError, match="in use"):
            other.bind(("::1", reserved.number))


def test_an_address_that_this_machine_does_not_have_is_not_called_taken() -> None:
    with pytest.raises(ConflictError, match=r"Nothing can listen on port 8080 of 192\.0\.2\.1: Cannot assign"):
        ReservedPort("192.0.2.1", 8080, anything=False)


def test_every_queue_has_a_worker(tmp_path: Path) -> None:
    wanted = roles(Settings(home=tmp_path), "http://127.0.0.1:1", "http://127.0.0.1:2")
    queues = {queue for role in wanted if role.name.startswith("worker") for queue in role.arguments[2].split(",")}
    assert queues == {*HEAVY_QUEUES, *LIGHT_QUEUES, *IMPORT_QUEUES} >= set(QUEUE_OF_KIND.values())
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
