"""`WS /pipeline/ws/{campaign_id}`: a campaign's events in order, from any point on."""

import asyncio
from collections.abc import Callable

from anyio import to_thread
from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect

from geminivideo.app.api.event_hub import EventHub, wait_for
from geminivideo.app.api.problems import problem_response
from geminivideo.core import events
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError

StreamCheck = Callable[[str], None]


def websocket_router(database: Database, hub: EventHub, check_stream: StreamCheck) -> APIRouter:
    """`check_stream` raises NotFoundError for an id that is neither a campaign nor a footage."""
    router = APIRouter()

    @router.websocket("/pipeline/ws/{campaign_id}")
    async def follow(socket: WebSocket, campaign_id: str, after: int = Query(0, ge=0)) -> None:
        try:
            await to_thread.run_sync(check_stream, campaign_id)
        except NotFoundError as error:
            await socket.send_denial_response(problem_response(error))
            return
        await socket.accept()
        sender = asyncio.create_task(_send_events(socket, database, hub, campaign_id, after))
        try:
            await _until_closed(socket)
        finally:
            sender.cancel()

    return router


async def _send_events(socket: WebSocket, database: Database, hub: EventHub, stream_id: str, after: int) -> None:
    async with hub.bell(stream_id) as bell:
        while True:
            batch = await to_thread.run_sync(_read, database, stream_id, after)
            for event in batch:
                await socket.send_json(event.message())
                after = event.seq
            if not batch:
                await wait_for(bell)


def _read(database: Database, stream_id: str, after: int) -> list[events.Event]:
    with database.transaction() as session:
        return events.read_after(session, stream_id, after)


async def _until_closed(socket: WebSocket) -> None:
    """Clients have nothing to say here; reading is how their going away is noticed."""
    try:
        while True:
            await socket.receive()
    except (WebSocketDisconnect, RuntimeError):  # the second is Starlette's word for "receive after disconnect"
        return
