"""Keeps other web sites out of a service that has no login and listens on the loopback address.

A page in the user's browser can send requests here: under a host name of its own (DNS rebinding), as a form post, or
by opening a WebSocket. All of them carry a Host or an Origin header that gives them away.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from geminivideo.app.api.problems import problem_response
from geminivideo.core.errors import ForbiddenError

_LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


class LocalOnly:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or _is_local(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        refusal = problem_response(
            ForbiddenError(
                "This service answers only requests from this machine.",
                next_step="use http://127.0.0.1 or http://localhost; there are no API keys for others yet",
            )
        )
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(refusal)
        else:
            await refusal(scope, receive, send)


def _is_local(headers: Headers) -> bool:
    named = [f"//{headers.get('host', '')}", *headers.getlist("origin")]
    return all(_host(address) in _LOCAL_NAMES for address in named)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
