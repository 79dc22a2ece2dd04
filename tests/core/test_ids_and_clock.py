from datetime import datetime

import pytest

from geminivideo.core.clock import ManualClock, rfc3339
from geminivideo.core.ids import IdSource


def test_ids_say_what_they_name_and_sort_by_time(clock: ManualClock) -> None:
    ids = IdSource(clock)
    made = []
    for _ in range(20):
        made.append(ids.new("campaign"))
        clock.advance(0.001)
    assert made == sorted(made)
    assert all(i.startswith("campaign_") and len(i) == len("campaign_") + 26 for i in made)


def test_ids_can_be_replayed(clock: ManualClock) -> None:
    assert IdSource(clock, bytes).new("job") == IdSource(clock, bytes).new("job")


def test_ids_differ_within_a_millisecond(clock: ManualClock) -> None:
    ids = IdSource(clock)
    assert len({ids.new("job") for _ in range(1000)}) == 1000


def test_time_is_written_in_utc_with_milliseconds(clock: ManualClock) -> None:
    clock.advance(0.25)
    assert rfc3339(clock.now()) == "2026-11-21T08:00:00.250Z"


def test_a_clock_does_not_go_back_nor_start_without_a_zone(clock: ManualClock) -> None:
    with pytest.raises(ValueError, match="back"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="timezone"):
        ManualClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test
