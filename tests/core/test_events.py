"""Event order: no gap, no event visible before a lower-numbered one, nothing missed after a reconnect."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from geminivideo.core import events
from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database


def test_a_reader_from_any_point_gets_exactly_the_rest(database: Database, clock: ManualClock) -> None:
    with database.transaction() as session:
        for number in range(10):
            events.append(session, "campaign_1", "generation_progress", {"progress": number}, clock.now())
    with database.transaction() as session:
        rest = events.read_after(session, "campaign_1", 4)
    assert [event.seq for event in rest] == [5, 6, 7, 8, 9, 10]
    assert rest[0].message() == {
        "type": "generation_progress",
        "campaign_id": "campaign_1",
        "at": "2026-11-21T08:00:00.000Z",
        "seq": 5,
        "progress": 4,
    }


def test_concurrent_writers_leave_no_gap(database: Database, clock: ManualClock) -> None:
    def write(worker: int) -> None:
        for _ in range(25):
            with database.transaction() as session:
                events.append(session, "campaign_1", "render_progress", {"worker": worker}, clock.now())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with database.transaction() as session:
        assert [e.seq for e in events.read_after(session, "campaign_1", 0)] == list(range(1, 101))


def test_a_rolled_back_event_leaves_no_hole(database: Database, clock: ManualClock) -> None:
    with suppress(ZeroDivisionError), database.transaction() as session:
        events.append(session, "campaign_1", "render_started", {}, clock.now())
        _ = 1 / 0
    with database.transaction() as session:
        assert events.append(session, "campaign_1", "render_started", {}, clock.now()).seq == 1


def test_a_slow_writer_holds_back_later_numbers(database: Database, clock: ManualClock) -> None:
    """While number 1 is uncommitted nobody can commit number 2, so a reader never skips over 1."""
    first_written, let_go, second_done = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        with database.transaction() as session:
            events.append(session, "campaign_1", "first", {}, clock.now())
            first_written.set()
            let_go.wait(10)

    def fast() -> None:
        first_written.wait(10)
        with database.transaction() as session:
            events.append(session, "campaign_1", "second", {}, clock.now())
        second_done.set()

    with ThreadPoolExecutor(2) as pool:
        pool.submit(slow)
        pool.submit(fast)
        first_written.wait(10)
        assert not second_done.wait(0.3)
        let_go.set()
    with database.transaction() as session:
        assert [e.type for e in events.read_after(session, "campaign_1", 0)] == ["first", "second"]
