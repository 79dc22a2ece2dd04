"""Wakes waiting WebSockets and requests when a stream has new events.

PostgreSQL's NOTIFY only rings the bell; what happened is read from the event log. A bell that was missed, while the
connection was away for instance, therefore costs a second and no event.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog

from geminivideo.core.events import CHANNEL

_log = structlog.get_logger(__name__)
_RECONNECT_SECONDS = 1.0
_LONGEST_WAIT = 1.0


class EventHub:
    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        listener = asyncio.create_task(self._listen(), name="event-hub")
        try:
            yield
        finally:
            listener.cancel()
            with suppress(asyncio.CancelledError):
                await listener

    @asynccontextmanager
    async def bell(self, stream_id: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the stream may have grown. Register before the first read."""
        bell = asyncio.Event()
        self._waiting[stream_id].add(bell)
        try:
            yield bell
        finally:
            self._waiting[stream_id].discard(bell)
            if not self._waiting[stream_id]:
                del self._waiting[stream_id]

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except psycopg.OperationalError as error:
                _log.warning("event listener lost the database", error=str(error).strip())
            self._ring_all()
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen_once(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._ring_all()
            async for notification in connection.notifies():
                self._ring(notification.payload)

    def _ring(self, stream_id: str) -> None:
        for bell in self._waiting.get(stream_id, ()):
            bell.set()

    def _ring_all(self) -> None:
        for stream_id in list(self._waiting):
            self._ring(stream_id)


async def wait_for(bell: asyncio.Event) -> None:
    """Until the bell rings, but never longer than a second, in case it did not."""
    with suppress(TimeoutError):
        await asyncio.wait_for(bell.wait(), _LONGEST_WAIT)
    bell.clear()
