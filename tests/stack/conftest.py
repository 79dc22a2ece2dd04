"""The whole product, as `geminivideo up` runs it, in a home of its own; started once for all tests of this folder."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from websockets.sync.client import connect

from geminivideo.app.services import RunningServices, find_running
from tests.conftest import open_folder

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
        self.process = self._start()
        self.http = httpx.Client(base_url=self.services.gateway_url, timeout=120)

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

    def children(self, name: str) -> list[psutil.Process]:
        """Processes below the supervisor whose command line has the words of `name`."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in found if name in " ".join(_command_line(child))]

    def stop(self) -> None:
        self.http.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def _start(self) -> "subprocess.Popen[bytes]":
        log = (self.home / "up.log").open("ab")
        command = [sys.executable, "-m", "geminivideo", "up", "--free-ports"]
        process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + _START_SECONDS
        while find_running(self.home) is None:
            assert process.poll() is None, (self.home / "up.log").read_text()
            assert time.monotonic() < deadline, (self.home / "up.log").read_text()
            time.sleep(0.1)
        return process


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


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
