"""Requests to one location of Vertex AI: with a token, bounded in time and size, and with every failure named."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx
from pydantic import SecretStr

from geminivideo.core.clock import Clock
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.web_service import Answer, KeyHeader, UnusableAnswerError, Wire, read_answer
from geminivideo.oracle.vertex.faults import odd, refused, silent

LARGEST_ANSWER = 4 * 1024**2
_NAME = re.compile(r"projects/[a-z0-9.:-]+/locations/([a-z0-9-]+)(/(?!\.+(/|$))[A-Za-z0-9_.:@-]+)*")

Token = Callable[[], SecretStr]


def location_of(name: str) -> str:
    """The location in a resource's name.

    Raises:
        InvalidInputError: when it is none.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise InvalidInputError(
            f"{name[:80]!r} is not the name of a resource of Vertex AI.",
            next_step="use it as Google writes it: projects/PROJECT/locations/REGION/endpoints/NUMBER",
        )
    return found[1]


class VertexRest:
    """`seconds` is for a whole answer. `token` gives one that is valid now, or raises UnavailableError."""

    def __init__(self, base_url: str, token: Token, client: httpx.Client, clock: Clock, seconds: float = 30.0) -> None:
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._client = client
        self._clock = clock
        self._seconds = seconds

    @classmethod
    def of_location(
        cls,
        location: str,
        token: Token,
        client: httpx.Client,
        clock: Clock,
        *,
        base_url: str | None = None,
        seconds: float = 30.0,
    ) -> Self:
        return cls(base_url or f"https://{location}-aiplatform.googleapis.com", token, client, clock, seconds)

    def get(self, name: str, answer: type[Wire]) -> Wire:
        """Raises:
        VertexError: when there is no such answer.
        """
        return self._ask("GET", name, None, answer)

    def post(self, name: str, body: Mapping[str, Any], answer: type[Wire]) -> Wire:
        """`name` with its verb, such as `…/endpoints/1:predict`; errors as for `get`."""
        return self._ask("POST", name, body, answer)

    def _ask(self, method: str, name: str, body: Mapping[str, Any] | None, answer: type[Wire]) -> Wire:
        location_of(name)  # also names that Google gave: nothing else goes into an address
        token = self._token()
        found = self._answer(method, name, body, token)
        if not 200 <= found.status < 300:
            raise refused(found, name.partition(":")[0], token.get_secret_value())
        try:
            return read_answer(answer, found.body)
        except UnusableAnswerError as error:
            raise odd(str(error)) from None

    def _answer(self, method: str, name: str, body: Mapping[str, Any] | None, token: SecretStr) -> Answer:
        url, auth = f"{self._base_url}/v1/{name}", KeyHeader("authorization", "Bearer ", token)
        headers = {"accept-encoding": "identity"}  # what is sent is what is measured
        ends = self._clock.monotonic() + self._seconds
        try:
            with self._client.stream(
                method, url, json=body, headers=headers, auth=auth, timeout=self._seconds
            ) as response:
                return Answer(response.status_code, response.headers, self._whole(response, ends))
        except httpx.TransportError as error:
            raise silent(type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise odd(type(error).__name__) from error

    def _whole(self, response: httpx.Response, ends: float) -> bytes:
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise odd(f"more than {LARGEST_ANSWER} bytes")
            if self._clock.monotonic() > ends:
                raise silent(f"no whole answer within {self._seconds:g} s")
        return bytes(body)
