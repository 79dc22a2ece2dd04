"""What both services share: problem documents, request limits, metrics, health."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geminivideo.app.api.health import HealthCheck, health_router
from geminivideo.app.api.local_only import LocalOnly
from geminivideo.app.api.problems import PROBLEM_SCHEMA, install_problem_handlers, problem_response
from geminivideo.core.errors import TooLargeError
from geminivideo.core.metrics import REQUEST_SECONDS

_MAX_BODY_BYTES = 256 * 1024
# Written to disk as they come, under limits of their own.
_STREAMED = frozenset({("POST", "/api/video/upload"), ("POST", "/api/assets"), ("POST", "/api/insights/import")})
# A sidecar names every scene of a video, with what is said in it; an hour of quick cuts is some 2 MiB.
_MAX_SIDECAR_BYTES = 4 * 1024 * 1024
# An edit plan names every word and clip of an ad; a minute of them is some 150 KiB of indented JSON.
_MAX_PLAN_BYTES = 1024 * 1024
# Ten thousand rows of what became of ads.
_MAX_OUTCOMES_BYTES = 4 * 1024 * 1024
# A thousand ads or scenes with all their features.
_MAX_BATCH_BYTES = 2 * 1024 * 1024

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


_PROBLEM_RESPONSE: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem (RFC 9457)",
        "content": {"application/problem+json": {"schema": PROBLEM_SCHEMA}},
    }
}


def create_service(
    title: str, service: str, checks: Mapping[str, HealthCheck], lifespan: Lifespan | None = None
) -> FastAPI:
    """An application without routes of its own yet."""
    app = _bare_service(title, lifespan)
    app.include_router(health_router(checks))
    app.add_middleware(BodyLimit)
    app.add_middleware(LocalOnly)
    app.add_middleware(Measured, service=service)
    return app


def create_isolated_service(title: str) -> FastAPI:
    """One for a container of somebody else's network, which decides who reaches it, and by what host name."""
    app = _bare_service(title, None)
    app.add_middleware(BodyLimit)
    return app


def _bare_service(title: str, lifespan: Lifespan | None) -> FastAPI:
    app = FastAPI(
        title=title,
        version="0.1.0",
        lifespan=lifespan or _no_lifespan,
        # The usual documentation pages load scripts from outside; nothing here may.
        docs_url=None,
        redoc_url=None,
        responses=_PROBLEM_RESPONSE,
    )
    install_problem_handlers(app)
    app.add_exception_handler(BodyTooLargeError, _body_too_large)
    return app


@asynccontextmanager
async def _no_lifespan(_app: FastAPI) -> AsyncIterator[None]:
    yield


class Measured:
    """Times every request by its route's template; one that ends without an answer counts as a 500."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), int(HTTPStatus.INTERNAL_SERVER_ERROR)

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            template = getattr(scope.get("route"), "path", "unmatched")
            labels = (self._service, scope["method"], template, str(status))
            REQUEST_SECONDS.labels(*labels).observe(time.perf_counter() - started)


class BodyTooLargeError(HTTPException):
    """FastAPI passes on its own kind of exception from within body parsing, and hides all others."""

    def __init__(self, limit: int) -> None:
        super().__init__(TooLargeError.status)
        self.limit = limit


class BodyLimit:
    """Refuses large bodies before they are read, except where uploads stream to disk under a limit of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) in _STREAMED:
            await self._app(scope, receive, send)
            return
        size = 0
        limit = _limit_of(scope["method"], scope["path"])

        async def limited() -> Any:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise BodyTooLargeError(limit)
            return message

        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > limit:
            await problem_response(_too_large(limit))(scope, receive, send)
            return
        await self._app(scope, limited, send)


def _limit_of(method: str, path: str) -> int:
    if path == "/pipeline/render-plan":
        return _MAX_PLAN_BYTES
    if path == "/pipeline/outcomes" or (path.startswith("/pipeline/campaign/") and path.endswith("/outcomes")):
        return _MAX_OUTCOMES_BYTES
    if path.startswith("/api/ml/predict/"):
        return _MAX_BATCH_BYTES
    if method == "PUT" and path.startswith("/api/video/") and path.endswith("/sidecar"):
        return _MAX_SIDECAR_BYTES
    return _MAX_BODY_BYTES


async def _body_too_large(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BodyTooLargeError)  # noqa: S101 - the registration above sees to it
    return problem_response(_too_large(error.limit))


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(
        f"The request's body is larger than {limit // 1024} KiB.",
        next_step="shorten its texts; videos go to POST /api/video/upload, other files to POST /api/assets",
    )
