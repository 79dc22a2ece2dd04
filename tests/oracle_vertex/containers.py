"""Containers as Vertex AI starts them: the real service, in a thread of the tests or in a process of its own."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from geminivideo.app.api.vertex import create_vertex_service
from geminivideo.core.clock import SystemClock
from geminivideo.core.embedded.server import free_port
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.opening import open_storage_at
from geminivideo.oracle.vertex.container import ContainerOrders, load_deployed
from tests.oracle_vertex.server import ContainerFailedError, Running, Start


def run_app(app: FastAPI) -> Running:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    started, startup = threading.Event(), server.startup

    async def noticed(sockets: Any = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = noticed  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(20)

    def stop() -> None:
        server.should_exit = True
        thread.join(20)

    return Running(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", stop)


def in_thread(home: Path) -> Start:
    def start(environment: dict[str, str], _spec: dict[str, Any]) -> Running:
        orders = ContainerOrders.of(environment)
        settings = Settings(home=home, _env_file=None)
        try:
            serving = load_deployed(
                orders, open_storage_at(orders.storage_uri, settings, SystemClock()), home / "scratch"
            )
        except GeminivideoError as error:
            raise ContainerFailedError(error.cause) from error
        return run_app(create_vertex_service(serving, orders.health_route, orders.predict_route))

    return start


def as_process(home: Path) -> Start:
    """Its command, with everything that Vertex AI sets but the port, which must be a free one here."""

    def start(environment: dict[str, str], spec: dict[str, Any]) -> Running:
        port = free_port()
        own = {**environment, "AIP_HTTP_PORT": str(port), "GEMINIVIDEO_HOME": str(home)}
        command = [sys.executable, "-m", *spec["command"]]
        process = subprocess.Popen(command, env={**os.environ, **own}, stderr=subprocess.PIPE, text=True)
        url = f"http://127.0.0.1:{port}"
        if not _answers(url + environment["AIP_HEALTH_ROUTE"], process):
            _, said = process.communicate()
            raise ContainerFailedError(said[-500:])

        def stop() -> None:
            process.terminate()
            process.communicate()

        return Running(url, stop)

    return start


def _answers(url: str, process: "subprocess.Popen[str]") -> bool:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return httpx.get(url, trust_env=False).status_code == 200
        except httpx.HTTPError:
            time.sleep(0.05)
    process.kill()
    return False
