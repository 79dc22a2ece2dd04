"""google-auth's way to the network, over this program's HTTP client."""

from collections.abc import Mapping
from typing import Any

import httpx

_SECONDS = 30.0


class _Answer:
    """What google-auth reads of an answer."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.headers = answer.headers
        self.data = answer.content


def request(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float | None = None,
    **_others: object,
) -> _Answer:
    """As `google.auth.transport.Request` describes it; redirects are not followed."""
    from google.auth.exceptions import TransportError

    try:
        seconds = timeout or _SECONDS
        return _Answer(httpx.request(method, url, content=body, headers=headers, timeout=seconds))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        failed: Any = TransportError
        raise failed(type(error).__name__) from error
