"""Waiting for others, from code that is not asynchronous and may be told to stop at any moment."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

_POLL_SECONDS = 0.1


def run_interruptibly(work: Coroutine[Any, Any, T], check: Callable[[], None]) -> T:
    """What `work` gives. `check` is called several times a second; when it raises, the work is cancelled.

    The loop is closed without waiting for its threads: one that looks up a name may take far longer than a cancel.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_watched(work, check))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _watched(work: Coroutine[Any, Any, T], check: Callable[[], None]) -> T:
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            check()
            await asyncio.wait({task}, timeout=_POLL_SECONDS)
        return task.result()
    finally:
        await _ended([task])


async def all_or_none(works: Sequence[Coroutine[Any, Any, T]], at_once: int) -> list[T]:
    """The answers in order, `at_once` at a time; the first failure cancels the others."""
    free = asyncio.Semaphore(at_once)

    async def limited(work: Coroutine[Any, Any, T]) -> T:
        async with free:
            return await work

    tasks = [asyncio.ensure_future(limited(work)) for work in works]
    try:
        return await asyncio.gather(*tasks)
    finally:
        await _ended(tasks)
        for work in works:  # those that were never begun
            work.close()


async def _ended(tasks: Sequence["asyncio.Future[T]"]) -> None:
    for task in tasks:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
