"""Clearing up after clients that began an upload and never came back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from anyio import to_thread

from geminivideo.footage.uploads import UploadSpool

_log = structlog.get_logger(__name__)
_PAUSE_SECONDS = 600.0


@asynccontextmanager
async def swept(spool: UploadSpool) -> AsyncIterator[None]:
    """Remove abandoned uploads now and every ten minutes, for as long as the context lasts."""
    sweeper = asyncio.create_task(_sweep(spool), name="upload-sweeper")
    try:
        yield
    finally:
        sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await sweeper


async def _sweep(spool: UploadSpool) -> None:
    while True:
        try:
            expired = await to_thread.run_sync(spool.expire)
        except OSError as error:  # a disk in trouble is no reason to stop sweeping it later
            _log.warning("abandoned uploads could not be removed", error=str(error))
        else:
            if expired:
                _log.info("removed abandoned uploads", count=len(expired))
        await asyncio.sleep(_PAUSE_SECONDS)
