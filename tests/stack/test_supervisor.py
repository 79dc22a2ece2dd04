"""What `geminivideo up` says and writes, and that it leaves nothing behind when it is asked to stop."""

import json
import re
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from geminivideo.app.services import RunningServices, find_running, services_file
from tests.stack.conftest import BRIEF, Stack
from tests.stack.renders import Render

pytestmark = pytest.mark.slow


def test_both_services_show_the_counters_of_all_processes(stack: Stack) -> None:
    """The request was counted by the gateway, the job by a pool process of a worker."""
    before = _counters(stack.services.gateway_url)
    stack.generated(num_variations=2)
    request = 'geminivideo_request_seconds_count{method="POST",route="/pipeline/generate-campaign"'
    job = 'geminivideo_jobs_finished_total{kind="generate",status="completed"}'
    for url in (stack.services.gateway_url, stack.services.ml_url):
        after = _counters(url)
        assert _total(after, request) == _total(before, request) + 1
        assert _total(after, job) == _total(before, job) + 1


def test_logs_hold_events_and_no_banners(stack: Stack) -> None:
    for path in ("/", "/pipeline/ws/campaign_none"):  # refusals that are no errors of the gateway
        with pytest.raises(InvalidStatus) as refused:
            connect(stack.services.gateway_url.replace("http", "ws") + path)
        assert refused.value.response.status_code == 404
    logs = {path.stem: path.read_text("utf-8") for path in (stack.home / "logs").glob("*.log")}
    assert logs.keys() >= {"gateway", "ml", "worker", "worker-light", "scheduler", "executor", "postgres", "valkey"}
    for name in ("gateway", "ml", "worker", "worker-light", "scheduler", "executor"):
        noise = re.search(r"handshake|superuser|RedBeat will|\[config\]|celery beat v|DeprecationWarning", logs[name])
        assert noise is None, f"{name}: {noise}"


def test_a_stop_leaves_nothing_behind(stack: Stack, tmp_path: Path) -> None:
    """First Ctrl-C in the middle of a render; then what a command without a server starts for itself, and ends."""
    campaign = stack.generated(num_variations=4, account_id="stops")
    render = Render.started(stack, campaign, 1)
    render.wait_for_encoder(attempt=1)
    services = stack.services
    brief = tmp_path / "brief.json"
    brief.write_text(json.dumps({**BRIEF, "num_variations": 2}), "utf-8")
    seen = {each.pid for each in stack.processes()}
    assert len(seen) > 12
    assert stack.process.pid in seen
    assert len(stack.children()) > 12
    try:
        assert stack.stop(signal.SIGINT) == 0
        _check_nothing_is_left(stack, services)
        finished = stack.command("generate", "--brief", str(brief), "--json")
        assert finished.returncode == 0, finished.stderr
        assert json.loads(finished.stdout)["total_generated"] == 2
        assert "starting one for this command" in finished.stderr
        _check_nothing_is_left(stack, services)
    finally:
        stack.start()
    render.wait_for("completed")  # in the third life
    assert render.crashes() == 0
    _check_output((stack.home / "up.log").read_text("utf-8"))
    _check_output(finished.stderr)


def _check_nothing_is_left(stack: Stack, services: RunningServices) -> None:
    assert stack.processes() == []
    assert all(_is_free(port) for port in _ports(services))
    assert find_running(stack.home) is None
    assert not services_file(stack.home).exists()


def _check_output(said: str) -> None:
    assert "Stopping" in said
    assert "Traceback" not in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", said)


def _counters(url: str) -> list[tuple[str, float]]:
    lines = httpx.get(f"{url}/metrics").raise_for_status().text.splitlines()
    return [(name, float(value)) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")]


def _total(counters: list[tuple[str, float]], beginning: str) -> float:
    return sum(value for name, value in counters if name.startswith(beginning))


def _ports(services: RunningServices) -> list[int]:
    urls = (services.gateway_url, services.ml_url, services.database_url, services.redis_url)
    return [port for url in urls if (port := urlsplit(url).port)]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
