"""The hub wakes who waits for a stream, however the connection to the database fares."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from geminivideo.app.api.event_hub import EventHub, wait_for
from geminivideo.core import events
from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database

Tell = Callable[[str], Awaitable[None]]
LISTENERS = "query LIKE 'LISTEN%' AND datname = current_database()"


@pytest.fixture
def tell(database: Database, clock: ManualClock) -> Tell:
    def append(stream_id: str) -> None:
        with database.transaction() as session:
            events.append(session, stream_id, "generation_progress", {}, clock.now())

    return lambda stream_id: asyncio.to_thread(append, stream_id)


def listeners(database: Database) -> int:
    with database.transaction() as session:
        return len(session.execute(text(f"SELECT pid FROM pg_stat_activity WHERE {LISTENERS}")).all())  # noqa: S608


async def until_listening(database: Database) -> None:
    while not await asyncio.to_thread(listeners, database):
        continue


def test_only_the_stream_that_grew_is_woken(database: Database, tell: Tell) -> None:
    async def scenario() -> tuple[bool, bool]:
        hub = EventHub(database.conninfo)
        async with hub.running(), hub.bell("campaign_1") as mine, hub.bell("campaign_2") as other:
            await until_listening(database)
            mine.clear()
            other.clear()
            await tell("campaign_1")
            await asyncio.wait_for(mine.wait(), 30)
            return mine.is_set(), other.is_set()

    assert asyncio.run(scenario()) == (True, False)


def test_everybody_who_waits_for_a_stream_is_woken(database: Database, tell: Tell) -> None:
    async def scenario() -> None:
        hub = EventHub(database.conninfo)
        async with hub.running(), hub.bell("campaign_1") as one, hub.bell("campaign_1") as two:
            await until_listening(database)
            one.clear()
            two.clear()
            await tell("campaign_1")
            await asyncio.wait_for(asyncio.gather(one.wait(), two.wait()), 30)

    asyncio.run(scenario())


def test_a_lost_connection_is_made_again_and_rings_once(database: Database, tell: Tell) -> None:
    def cut() -> None:
        with database.transaction() as session:
            session.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {LISTENERS}"))  # noqa: S608

    async def scenario() -> None:
        hub = EventHub(database.conninfo)
        async with hub.running(), hub.bell("campaign_1") as bell:
            await until_listening(database)
            bell.clear()
            await asyncio.to_thread(cut)
            await asyncio.wait_for(bell.wait(), 30)  # what was told meanwhile may have been missed
            await until_listening(database)
            bell.clear()
            await tell("campaign_1")
            await asyncio.wait_for(bell.wait(), 30)

    asyncio.run(scenario())


def test_a_database_that_is_away_at_first_is_no_error() -> None:
    async def scenario() -> None:
        hub = EventHub("postgresql://nobody@127.0.0.1:1/none")
        async with hub.running(), hub.bell("campaign_1") as bell:
            await asyncio.wait_for(bell.wait(), 30)

    asyncio.run(scenario())


def test_nobody_waits_for_ever_without_a_bell() -> None:
    async def scenario() -> bool:
        bell = asyncio.Event()
        await asyncio.wait_for(wait_for(bell), 30)
        bell.set()
        await asyncio.wait_for(wait_for(bell), 30)
        return bell.is_set()

    assert asyncio.run(scenario()) is False


def test_streams_that_nobody_waits_for_are_forgotten() -> None:
    async def scenario() -> int:
        hub = EventHub("")
        async with hub.bell("campaign_1"), hub.bell("campaign_1"):
            pass
        return len(hub._waiting)

    assert asyncio.run(scenario()) == 0
