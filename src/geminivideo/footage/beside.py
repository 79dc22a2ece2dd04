"""Work in a thread of its own while this one does something else: for what mostly waits for another process."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from types import TracebackType
from typing import Generic, Self, TypeVar

from geminivideo.core.checks import Check
from geminivideo.core.errors import CancelledError

T = TypeVar("T")
_POLL_SECONDS = 0.1

Tell = Callable[[float], None]


class Beside(Generic[T]):
    """`work` is given a check that raises once it must stop, and a way to tell how far it is. Leaving the `with` stops
    it, whatever has become of it.
    """

    def __init__(self, work: Callable[[Check, Tell], T]) -> None:
        self._work = work
        self._stop = Event()
        self._at = 0.0
        self._pool = ThreadPoolExecutor(1, "beside")

    def __enter__(self) -> Self:
        self._future: Future[T] = self._pool.submit(self._work, self._check, self._tell)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._pool.shutdown()

    def result(self, check: Check, on_second: Tell) -> T:
        """Wait for it. `check` is heard meanwhile and may raise; `on_second` is told how far it is."""
        while True:
            try:
                return self._future.result(timeout=_POLL_SECONDS)
            except TimeoutError:
                if self._future.done():  # its own
                    raise
            check()
            on_second(self._at)

    def _check(self) -> None:
        if self._stop.is_set():
            raise CancelledError("The work beside it was broken off.", next_step="nothing")

    def _tell(self, at: float) -> None:
        self._at = at
