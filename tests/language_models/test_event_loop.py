import asyncio
import threading

import pytest

from geminivideo.core.language_models.event_loop import EventLoop


class StoppedError(Exception):
    pass


def test_a_cancel_lets_none_of_those_that_wait_begin() -> None:
    """Each that begins sends a request that has to be paid for."""
    loop = EventLoop()
    begun: list[int] = []
    some = threading.Event()

    async def work(number: int) -> None:
        async with loop.slots("provider", 4):
            begun.append(number)
            some.set()
            await asyncio.sleep(60)

    def check() -> None:
        if some.is_set():
            raise StoppedError

    with pytest.raises(StoppedError):
        loop.run([work(number) for number in range(300)], check)
    loop.close()
    assert 1 <= len(begun) <= 4
