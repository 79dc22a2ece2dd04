"""A file of Drive into the upload spool: from the byte where it stands, again where that helps, checked at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from geminivideo.core.errors import ConflictError, ProcessingError, UnavailableError
from geminivideo.core.retry import Backoff, PassingError, Wait, retried
from geminivideo.footage.drive.client import DriveClient
from geminivideo.footage.drive.faults import RangeRefusedError
from geminivideo.footage.drive.links import DriveLink
from geminivideo.footage.drive.ranges import blocks, first_byte, trimmed
from geminivideo.footage.drive.remote_file import RemoteFile
from geminivideo.footage.imports.model import Fetched
from geminivideo.footage.uploads import UploadSpool

T = TypeVar("T")
# A connection that breaks after less than this counts as a failed try; after more, the next one begins at once.
_WORTHWHILE_BYTES = 64 * 1024
_MOST_VERSIONS = 4


@dataclass(frozen=True, slots=True)
class Patience:
    """Drive's own clients give up after about a minute of refusals in a row."""

    backoff: Backoff = field(default_factory=lambda: Backoff(tries=8, first=1.0, longest=64.0))
    wait: Wait = asyncio.sleep


class DriveDownload:
    """`on_received` is told the bytes that are here and how many there will be."""

    def __init__(
        self,
        client: DriveClient,
        spool: UploadSpool,
        upload_id: str,
        on_received: Callable[[int, int], object],
        patience: Patience,
    ) -> None:
        self._client = client
        self._spool = spool
        self._upload_id = upload_id
        self._on_received = on_received
        self._patience = patience
        self._versions: list[str] = []

    async def run(self, link: DriveLink) -> Fetched:
        """Fetch what is missing, and check all of it.

        Raises:
            GeminivideoError: with cause and next step; what has arrived stays, unless it is known to be wrong.
        """
        while True:
            file = await self._whole(link)
            path = self._spool.finish(self._upload_id)
            if await asyncio.to_thread(file.is_in, path):
                return Fetched(path, file.name)
            self._spool.discard(self._upload_id)
            _, now = await self._again(lambda: self._find(link))
            if now.version == file.version:
                raise _damaged(file)

    async def _whole(self, link: DriveLink) -> RemoteFile:
        while True:
            file, whole = await self._again(lambda: self._go_on(link))
            if whole:
                return file

    async def _go_on(self, link: DriveLink) -> tuple[RemoteFile, bool]:
        """Fetch over one connection what it gives; tells whether that is all. Drive is asked each time which version
        of the file is there, so that no file is put together from two.
        """
        link, file = await self._find(link)
        size = file.bytes_to_fetch(self._spool.max_bytes)
        self._note(file)
        received = self._spool.begin(self._upload_id, size, version=file.version)
        if received < size:
            received = await self._connection(link, file, received, size)
        return file, received == size

    async def _find(self, link: DriveLink) -> tuple[DriveLink, RemoteFile]:
        """The file, or the one that a shortcut leads to; a shortcut to a shortcut is refused with the other kinds."""
        file = await self._client.describe(link)
        if target := file.target:
            return target, await self._client.describe(target)
        return link, file

    async def _connection(self, link: DriveLink, file: RemoteFile, begun: int, size: int) -> int:
        """Gives the bytes received; a connection that brought next to nothing is a failed try."""
        cut = PassingError(_cut(file.id))
        try:
            await self._receive(link, file, begun, size)
        except RangeRefusedError as error:
            self._spool.discard(self._upload_id)
            raise PassingError(_unsteady(file.id)) from error
        except ConflictError as error:  # the worker that had this job before is still at its last block
            raise PassingError(error) from error
        except PassingError as error:
            cut = error
        received = self._spool.received(self._upload_id)
        if received < size and received - begun < _WORTHWHILE_BYTES:
            raise cut
        return received

    async def _receive(self, link: DriveLink, file: RemoteFile, begun: int, size: int) -> None:
        received = begun
        async with self._client.bytes_from(link, begun) as answer:
            skipped = begun - first_byte(answer, file, begun)
            async for block in blocks(trimmed(answer.aiter_raw(), skipped, size - begun)):
                received = await asyncio.to_thread(self._spool.append, self._upload_id, received, [block])
                self._on_received(received, size)

    def _note(self, file: RemoteFile) -> None:
        if file.version not in self._versions[-1:]:
            self._versions.append(file.version)
        if len(self._versions) > _MOST_VERSIONS:
            raise _unsteady(file.id)

    async def _again(self, attempt: Callable[[], Awaitable[T]]) -> T:
        return await retried(attempt, self._patience.backoff, self._patience.wait)


def _damaged(file: RemoteFile) -> ProcessingError:
    return ProcessingError(
        f"The bytes that arrived of {file.id} are not those that Google Drive's checksum was made from.",
        next_step="import it again; if that does not help, download it in a browser and upload the file",
    )


def _unsteady(file_id: str) -> UnavailableError:
    return UnavailableError(
        f"The file {file_id} keeps changing in Google Drive.", next_step="import it once its upload there is finished"
    )


def _cut(file_id: str) -> UnavailableError:
    return UnavailableError(
        f"Google Drive broke off sending {file_id}.",
        next_step="check this machine's network; what has arrived is kept for a day, and a retry goes on from there",
    )
