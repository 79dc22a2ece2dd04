"""Requests to outside services that take and give JSON: bounded in time and size, and with the key added last."""

import asyncio
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

Wire = TypeVar("Wire", bound=BaseModel)

_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """A POST of a JSON body."""

    url: str
    body: dict[str, Any] = field(repr=False)
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()


class NoAnswerError(Exception):
    """None came, or not in time. `sent`: the service may have worked on the request."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.sent = sent


class UnusableAnswerError(Exception):
    """What came is too large, no HTTP, or not what its documentation says."""


class AnswerPart(BaseModel):
    """Of an answer only what is used is read; services add fields as they like."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def read_answer(model: type[Wire], body: bytes) -> Wire:
    """The fields of `model` in a JSON body.

    Raises:
        UnusableAnswerError: when they are not there.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:  # which quotes the answer, and that may repeat the key
        count = error.error_count()
    raise UnusableAnswerError(f"{count} fields of its answer are not as documented")


def words_to_show(words: str, key: str) -> str:
    """A service's own words on one line, not too long, and without the key, which it may repeat."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return line.replace(key, "…")[:_MOST_WORDS].rstrip(" .")


async def post(client: httpx.AsyncClient, ask: Ask, *, seconds: float, largest_bytes: int, auth: httpx.Auth) -> Answer:
    """The whole answer, whatever its status, however slowly it trickles in.

    Raises:
        NoAnswerError: after `seconds`, or when the connection cannot be made or breaks.
        UnusableAnswerError: when it is larger than `largest_bytes`, or no HTTP.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _read(client, ask, largest_bytes, auth)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NoAnswerError(type(error).__name__, sent=False) from error
    except (TimeoutError, httpx.TimeoutException) as error:
        raise NoAnswerError(f"no whole answer within {seconds:g} s", sent=True) from error
    except httpx.TransportError as error:
        raise NoAnswerError(type(error).__name__, sent=True) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnusableAnswerError(type(error).__name__) from error


async def _read(client: httpx.AsyncClient, ask: Ask, largest_bytes: int, auth: httpx.Auth) -> Answer:
    headers = {**ask.headers, "accept-encoding": "identity"}  # what is sent is what is measured
    body = bytearray()
    async with client.stream("POST", ask.url, json=ask.body, params=ask.query, headers=headers, auth=auth) as response:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > largest_bytes:
                raise UnusableAnswerError(f"an answer of more than {largest_bytes} bytes")
        return Answer(response.status_code, response.headers, bytes(body))


class KeyHeader(httpx.Auth):
    """Puts the key in at the last moment, so that it stands in no request that something could show."""

    def __init__(self, header: str, before: str, key: SecretStr) -> None:
        self._header = header
        self._before = before
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers[self._header] = f"{self._before}{self._key.get_secret_value()}"
        yield request
