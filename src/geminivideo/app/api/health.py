"""Liveness, readiness and metrics."""

import os
from collections.abc import Callable, Mapping

from anyio import to_thread
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from pydantic import BaseModel

HealthCheck = Callable[[], str]
"""Gives a word on the state of a dependency, or raises."""


class Alive(BaseModel):
    status: str = "alive"


class DependencyState(BaseModel):
    ok: bool
    detail: str


class Readiness(BaseModel):
    ready: bool
    dependencies: dict[str, DependencyState]


def health_router(checks: Mapping[str, HealthCheck]) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz", summary="Whether this process is alive")
    async def healthz() -> Alive:
        return Alive()

    @router.get("/readyz", summary="Each dependency and its state", response_model=Readiness)
    async def readyz() -> JSONResponse:
        states = {name: await to_thread.run_sync(_state, check) for name, check in checks.items()}
        answer = Readiness(ready=all(state.ok for state in states.values()), dependencies=states)
        return JSONResponse(answer.model_dump(), status_code=200 if answer.ready else 503)

    @router.get("/metrics", summary="Prometheus metrics of all processes on this machine")
    async def metrics() -> Response:
        return Response(generate_latest(_registry()), media_type=CONTENT_TYPE_LATEST)

    return router


def _state(check: HealthCheck) -> DependencyState:
    try:
        return DependencyState(ok=True, detail=check())
    except Exception as error:  # noqa: BLE001 - whatever a dependency raises is its state
        return DependencyState(ok=False, detail=f"{type(error).__name__}: {error}"[:300])


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
