"""The whole product, as `geminivideo up` runs it, in a home of its own; started once for all tests of this folder."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from websockets.sync.client import connect

from geminivideo.app.services import RunningServices, find_running
from tests.conftest import open_folder
from tests.stack.story import story

BRIEF: dict[str, Any] = {
    "product_name": "PTD Fitness Coaching",
    "offer": "Book your free consultation",
    "target_avatar": "busy professionals in Dubai",
    "pain_points": ["no time for the gym", "low energy after work", "diets that never last"],
    "desires": ["get strong again", "have energy all day", "feel confident in every meeting"],
    "seed": 7,
}
_START_SECONDS = 180


class Stack:
    """A running `geminivideo up` and a client for its gateway."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self._environment = {**os.environ, **environment, "GEMINIVIDEO_HOME": str(home)}
        self.start()

    @property
    def services(self) -> RunningServices:
        running = find_running(self.home)
        assert running is not None
        return running

    def events(self, url: str, until: Callable[[dict[str, Any]], bool], after: int = 0) -> list[dict[str, Any]]:
        """Events from the WebSocket, up to the first for which `until` holds."""
        address = self.services.gateway_url.replace("http", "ws") + f"{url}?after={after}"
        seen = []
        with connect(address) as socket:
            while True:
                seen.append(json.loads(socket.recv(timeout=120)))
                if until(seen[-1]):
                    return seen

    def upload(self, path: Path, **form: str) -> dict[str, Any]:
        with path.open("rb") as file:
            answer = self.http.post("/api/video/upload", files={"video": (path.name, file)}, data=form)
        assert answer.status_code == 202, answer.text
        started: dict[str, Any] = answer.json()
        return started

    def analyzed(self, path: Path) -> dict[str, Any]:
        started = self.upload(path)
        if started["status"] != "ready":
            self.events(started["websocket_url"], lambda event: event["type"] in {"footage_ready", "footage_failed"})
        footage: dict[str, Any] = self.http.get(f"/api/video/{started['footage_id']}").json()
        return footage

    def generated(self, **changes: Any) -> dict[str, Any]:
        answer = self.http.post("/pipeline/generate-campaign", json={**BRIEF, **changes})
        assert answer.status_code == 200, answer.text
        campaign: dict[str, Any] = answer.json()
        return campaign

    def children(self, name: str = "") -> list[psutil.Process]:
        """Living processes below the supervisor whose command line has the words of `name`."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in found if is_alive(child) and name in " ".join(_command_line(child))]

    def processes(self) -> list[psutil.Process]:
        """Every living process that was started for this home, whoever its parent is now."""
        return [each for each in psutil.process_iter() if is_alive(each) and _is_of(each, self.home)]

    def command(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """A `geminivideo` command beside the running one, without a terminal."""
        program = [sys.executable, "-m", "geminivideo", *words]
        env = {**self._environment, **environment}
        return subprocess.run(program, env=env, cwd=self.home, capture_output=True, text=True, timeout=200, check=False)

    def start(self) -> None:
        log = self.home / "up.log"
        command = [sys.executable, "-m", "geminivideo", "up", "--free-ports"]
        with log.open("ab") as output:
            self.process = subprocess.Popen(command, env=self._environment, stdout=output, stderr=output)
        wait_until(lambda: find_running(self.home) or self.process.poll() is not None, seconds=_START_SECONDS)
        assert self.process.poll() is None, log.read_text()
        self.http = httpx.Client(base_url=self.services.gateway_url, timeout=120)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """The supervisor's exit code after the signal."""
        self.http.close()
        self.process.send_signal(number)
        return self.process.wait(60)


def wait_until(condition: Callable[[], object], *, seconds: float = 60) -> None:
    """Generous, because other work may hold this machine's cores; a test that passes does not wait for long."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:g} s"
        time.sleep(0.05)


def is_alive(process: psutil.Process) -> bool:
    """Whether the process still does anything; a zombie waiting for this container's init does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def _is_of(process: psutil.Process, home: Path) -> bool:
    """By its environment; the servers write over theirs, but their working folder is in the home."""
    try:
        if process.environ().get("GEMINIVIDEO_HOME") == str(home):
            return True
        return Path(process.cwd()).is_relative_to(home)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    with open_folder() as home:
        running = Stack(home, {"GEMINIVIDEO_LEASE_SECONDS": "4"})
        yield running
        running.stop()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The footage that the product carries."""
    return Path(__file__).parents[2] / "src" / "geminivideo" / "app" / "samples"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Beside a failure stands what the product was doing; with the machine gone, nobody could find out any more."""
    report = yield
    running = getattr(item, "funcargs", {}).get("stack")
    if report.failed and isinstance(running, Stack):
        report.sections.append(("the product at that moment", story(running.home, running.processes())))
    return report
