"""Each server and service is killed in turn; it is back within seconds and the API works as before."""

import httpx
import psutil
import pytest

from tests.stack.conftest import Stack, is_alive, wait_until

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["serve gateway", "serve ml", "postgres -D", "valkey-server", "worker --queues gen"])
def test_what_is_killed_comes_back(stack: Stack, name: str) -> None:
    wait_until(lambda: _is_ready(stack))
    before = _top_process(stack, name)
    before.kill()
    wait_until(lambda: not is_alive(before))
    wait_until(lambda: stack.children(name) and _top_process(stack, name) != before)
    wait_until(lambda: _is_ready(stack))
    assert stack.generated(num_variations=2)["total_generated"] == 2
    assert stack.process.poll() is None


def _top_process(stack: Stack, name: str) -> psutil.Process:
    return min(stack.children(name), key=lambda process: process.ppid() != stack.process.pid)


def _is_ready(stack: Stack) -> bool:
    try:
        return stack.http.get("/readyz").is_success
    except httpx.HTTPError:
        return False
