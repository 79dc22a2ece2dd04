"""Drive's REST interface, version 3: a file's description and its bytes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
from pydantic import ValidationError

from geminivideo.core.clock import Clock
from geminivideo.core.errors import UnavailableError
from geminivideo.footage.drive.account import DriveAccount
from geminivideo.footage.drive.faults import Refusal, fault_of, silent
from geminivideo.footage.drive.links import DriveLink
from geminivideo.footage.drive.remote_file import FIELDS, RemoteFile

_CONNECT_SECONDS = 15.0
_SILENCE_SECONDS = 60.0
_DESCRIPTION_SECONDS = 60.0
_LARGEST_DESCRIPTION = 256 * 1024
_UNAUTHORIZED = 401


class DriveClient:
    """Used as one conversation; `http` is closed by who opened it."""

    def __init__(self, http: httpx.AsyncClient, base_url: str, account: DriveAccount, clock: Clock) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._account = account
        self._clock = clock

    async def describe(self, link: DriveLink) -> RemoteFile:
        """Raises PassingError where another try may help, and what `fault_of` says."""
        query = {"fields": FIELDS, "supportsAllDrives": "true"}
        try:
            async with asyncio.timeout(_DESCRIPTION_SECONDS), self._answer(link, query, {}) as answer:
                return RemoteFile.model_validate_json(await _short(answer))
        except TimeoutError as error:
            raise silent(error) from error
        except ValidationError as error:
            raise UnavailableError(
                "What came instead of a description of the file is none that Google Drive would send.",
                next_step="check GEMINIVIDEO_DRIVE_BASE_URL, and whether a proxy or a sign-in page is in between",
            ) from error

    @asynccontextmanager
    async def bytes_from(self, link: DriveLink, offset: int) -> AsyncIterator[httpx.Response]:
        """The file's content from `offset` on, not read yet. A server may still send it from its beginning (200)."""
        query = {"alt": "media", "supportsAllDrives": "true"}
        headers = {"range": f"bytes={offset}-"} if offset else {}
        async with self._answer(link, query, headers) as answer:
            yield answer

    @asynccontextmanager
    async def _answer(
        self, link: DriveLink, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> AsyncIterator[httpx.Response]:
        url = f"{self._base_url}/drive/v3/files/{link.file_id}"
        sent = {**headers, **_key(link), "accept-encoding": "identity"}  # ranges count the bytes as they are stored
        for renewed in (False, True):
            token = await asyncio.to_thread(self._account.token, renewed=renewed)
            sent["authorization"] = f"Bearer {token}"
            try:
                async with self._http.stream("GET", url, params=query, headers=sent) as answer:
                    if answer.status_code == _UNAUTHORIZED and not renewed:
                        continue
                    if not answer.is_success:
                        raise await self._fault(answer, link)
                    yield answer
                    return
            except httpx.TransportError as error:
                raise silent(error) from error

    async def _fault(self, answer: httpx.Response, link: DriveLink) -> Exception:
        refusal = Refusal(answer.status_code, answer.headers, await _short(answer))
        return fault_of(refusal, link.file_id, self._account, self._clock.now())


def open_http() -> httpx.AsyncClient:
    """It follows no redirects: a file's bytes come from the address that was asked, and a sign-in page does not."""
    return httpx.AsyncClient(timeout=httpx.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS))


def _key(link: DriveLink) -> dict[str, str]:
    return {"x-goog-drive-resource-keys": f"{link.file_id}/{link.resource_key}"} if link.resource_key else {}


async def _short(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > _LARGEST_DESCRIPTION:
            break
    return bytes(body[:_LARGEST_DESCRIPTION])
