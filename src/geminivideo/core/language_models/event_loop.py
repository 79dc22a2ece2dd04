"""An event loop in a thread of its own, for code that is not asynchronous: connections outlive a single wait."""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, wait
from contextlib import suppress
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

_POLL_SECONDS = 0.1
_CONNECT_SECONDS = 10.0
_CLOSE_SECONDS = 2.0
_END_SECONDS = 0.5


class EventLoop:
    """Belongs to the process that made it; `client` and `slots` to its thread."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._client: httpx.AsyncClient | None = None
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, name="language-models", daemon=True)
        self._thread.start()

    @property
    def client(self) -> httpx.AsyncClient:
        if self._client is None:
            limits = httpx.Limits(max_connections=None, max_keepalive_connections=64, keepalive_expiry=15)
            self._client = httpx.AsyncClient(timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS), limits=limits)
        return self._client

    def slots(self, name: str, at_once: int) -> asyncio.Semaphore:
        return self._slots.setdefault(name, asyncio.Semaphore(at_once))

    def run(self, works: Sequence[Coroutine[Any, Any, T]], check: Callable[[], None]) -> list[T]:
        """What `works` give. `check` is called several times a second; when it raises, all are cancelled at once.

        The first work that raises cancels the others. What is cancelled is given a moment to account for what it used.
        """
        under_way: set[asyncio.Task[Any]] = set()
        tracked = [_tracked(work, under_way) for work in works]
        futures: list[Future[T]] = [asyncio.run_coroutine_threadsafe(work, self._loop) for work in tracked]
        waiting = set(futures)
        try:
            while waiting:
                check()
                done, waiting = wait(waiting, timeout=_POLL_SECONDS)
                for future in done:
                    future.result()
            return [future.result() for future in futures]
        finally:
            if not all(future.done() for future in futures):
                with suppress(TimeoutError):
                    asyncio.run_coroutine_threadsafe(_ended(futures, under_way), self._loop).result(_END_SECONDS)

    def close(self) -> None:
        """Ends what is still asked; a name that is being looked up is not waited for."""
        if self._client is not None:
            asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result(_CLOSE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSE_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()


async def _tracked(work: Coroutine[Any, Any, T], under_way: set[asyncio.Task[Any]]) -> T:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a coroutine on a loop is a task")
    under_way.add(task)
    try:
        return await work
    finally:
        under_way.discard(task)


async def _ended(futures: Sequence[Future[Any]], under_way: set[asyncio.Task[Any]]) -> None:
    """Cancelled between two steps of the loop: else a work that ends would let one begin that is cancelled next."""
    for future in futures:
        future.cancel()
    if under_way:
        await asyncio.wait(under_way)
