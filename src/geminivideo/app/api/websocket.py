"""`WS /pipeline/ws/{campaign_id}`: a campaign's events in order, from any point on."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import structlog
from anyio import to_thread
from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect, status

from geminivideo.app.api.event_hub import EventHub, wait_for
from geminivideo.app.api.ids import GivenId
from geminivideo.core import events
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError, UnavailableError

_log = structlog.get_logger(__name__)
_LARGEST_SEQ = 2**31 - 1  # what the column holds

StreamCheck = Callable[[str], None]


def websocket_router(database: Database, hub: EventHub, check_stream: StreamCheck) -> APIRouter:
    """`check_stream` raises NotFoundError for an id that is neither a campaign nor a footage."""
    router = APIRouter()

    @router.websocket("/pipeline/ws/{campaign_id}")
    async def follow(socket: WebSocket, campaign_id: GivenId, after: int = Query(0, ge=0, le=_LARGEST_SEQ)) -> None:
        await to_thread.run_sync(check_stream, campaign_id)
        await socket.accept()
        sender = asyncio.create_task(_send_events(socket, database, hub, campaign_id, after))
        reader = asyncio.create_task(_until_closed(socket))
        try:
            await asyncio.wait((sender, reader), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sender.cancel()
            reader.cancel()
        if not reader.done():
            await _say_that_it_broke(socket, sender)

    @router.websocket("/{path:path}")
    async def nothing_here(path: str) -> None:
        """Without this, Starlette refuses with a 403 that says nothing."""
        raise NotFoundError(
            f"There is no WebSocket at {path[:80]!r}.",
            next_step="use the websocket_url that an answer of this API carries",
        )

    return router


async def _say_that_it_broke(socket: WebSocket, sender: "asyncio.Task[None]") -> None:
    """Without a sender the stream would be silent for ever; a client that is told comes back with `after`."""
    _log.error("sending events failed", exc_info=sender.exception())
    with suppress(RuntimeError):  # the client may have gone at the same moment
        await socket.close(status.WS_1011_INTERNAL_ERROR)


async def _send_events(socket: WebSocket, database: Database, hub: EventHub, stream_id: str, after: int) -> None:
    async with hub.bell(stream_id) as bell:
        while True:
            batch = await to_thread.run_sync(_read_or_nothing, database, stream_id, after)
            for event in batch:
                await socket.send_json(event.message())
                after = event.seq
            if not batch:
                await wait_for(bell)


def _read_or_nothing(database: Database, stream_id: str, after: int) -> list[events.Event]:
    """A database that is being restarted delays events, and ends no stream."""
    try:
        with database.transaction() as session:
            return events.read_after(session, stream_id, after)
    except UnavailableError:
        return []


async def _until_closed(socket: WebSocket) -> None:
    """Clients have nothing to say here; reading is how their going away is noticed."""
    try:
        while True:
            await socket.receive()
    except (WebSocketDisconnect, RuntimeError):  # the second is Starlette's word for "receive after disconnect"
        return
