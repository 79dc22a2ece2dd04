"""Fifty ads, and fifty scenes, through the real ML service over HTTP, kept in the database or not."""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

import httpx
import numpy as np
import uvicorn
from pydantic import SecretStr

from bench.oracle import items
from geminivideo.app.api.ml import create_ml_service
from geminivideo.app.container import Container
from geminivideo.app.migrate import migrate
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.settings import Settings
from geminivideo.oracle import registry
from geminivideo.oracle.champions import check_model

_BATCH, _REPEATS = 50, 200


def measure() -> dict[str, Any]:
    with ExitStack() as stack:
        container = stack.enter_context(_installation())
        client = stack.enter_context(_service(container))
        return {
            "load_when_measured": os.getloadavg()[0],
            "http_batch_of_50_ms": {
                f"{name}, {'kept' if log else 'not kept'}": _latency(client, name, {**body, "log": log})
                for name, body in _requests().items()
                for log in (True, False)
            },
            "load_both_models_seconds": _seconds(lambda: _loaded(container)),
            "check_both_models_seconds": _seconds(lambda: _checked(container)),
        }


def _requests() -> dict[str, dict[str, Any]]:
    ads, scenes = items(_BATCH)
    return {
        "roas": {"items": [{"id": ad.id, "features": dict(ad.features)} for ad in ads]},
        "ctr": {"scenes": [{"scene_id": scene.scene_id, "features": dict(scene.features)} for scene in scenes]},
    }


def _latency(client: httpx.Client, name: str, body: Mapping[str, Any]) -> dict[str, float]:
    """`cpu` is of both ends together, which share this process."""
    path, taken = f"/api/ml/predict/{name}", []
    client.post(path, json=body).raise_for_status()
    busy = process_time()
    for _ in range(_REPEATS):
        started = perf_counter()
        client.post(path, json=body).raise_for_status()
        taken.append((perf_counter() - started) * 1000)
    busy = (process_time() - busy) * 1000 / _REPEATS
    return {"median": float(np.median(taken)), "p95": float(np.quantile(taken, 0.95)), "cpu": busy}


@contextmanager
def _installation() -> Iterator[Container]:
    """A database with the priors that a first start trains."""
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as name:
        home = Path(name)
        home.chmod(0o711)  # where root starts PostgreSQL, another account must pass through
        server = EmbeddedPostgres(home)
        server.start()
        try:
            container = Container(Settings(home=home, database_url=SecretStr(server.url)))
            migrate(container.database)
            container.ensure_models(lambda _: None)
            yield container
            container.database.dispose()
        finally:
            server.stop()


@contextmanager
def _service(container: Container) -> Iterator[httpx.Client]:
    app = create_ml_service(container)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield client
    server.should_exit = True
    thread.join()


def _seconds(what: Callable[[], None]) -> float:
    started = perf_counter()
    what()
    return perf_counter() - started


def _loaded(container: Container) -> None:
    """As a process that begins does."""
    del container.serving_models
    container.serving_models.reload()


def _checked(container: Container) -> None:
    with container.database.transaction() as session:
        records = registry.list_models(session)
    for record in records:
        check_model(record, container.storage)


def table(figures: Mapping[str, Any]) -> str:
    rows = [
        (f"50 x {name}, over HTTP: median (95%), processor", _cell(f))
        for name, f in figures["http_batch_of_50_ms"].items()
    ]
    rows += [
        ("load both champions, as a process that begins does", f"{figures['load_both_models_seconds'] * 1000:.0f} ms"),
        ("check both champions' files, as every start does", f"{figures['check_both_models_seconds'] * 1000:.0f} ms"),
        ("load average of the machine then", f"{figures['load_when_measured']:.1f}"),
    ]
    return "\n".join(["| the ML service | figure |", "|---|---|", *[f"| {name} | {value} |" for name, value in rows]])


def _cell(one: Mapping[str, float]) -> str:
    return f"{one['median']:.0f} ms ({one['p95']:.0f} ms), {one['cpu']:.0f} ms"
