"""A finder in a thread of its own, beside the decoder: native code runs without the interpreter's lock.

Only a few pictures wait at a time, so that a slow finder slows the decoder down and does not fill the memory.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any

from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.guard import Failure, Guard
from geminivideo.footage.looking.finders import FinderKind, RememberingFinder
from geminivideo.footage.looking.pace import Pace
from geminivideo.footage.settings import AnalysisSettings

_WAITING = 3

Found = Future[Any]


class FinderThread:
    def __init__(self, kind: FinderKind, settings: AnalysisSettings) -> None:
        self.name = kind.name
        self.pace = Pace(1 / kind.looks_per_second(settings), after_cuts=kind.after_cuts)
        self._guard = Guard()
        self._finder = self._guard.attempt(kind.name, 0.0, kind.build, settings)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=kind.name)
        self._room = BoundedSemaphore(_WAITING)

    @property
    def backend(self) -> str | None:
        return self._finder.backend if self._finder else None

    @property
    def failures(self) -> tuple[Failure, ...]:
        return self._guard.failures

    def look(self, picture: Picture, at: float) -> Found | None:
        """What will be found on a sample, in time; None when this one is not looked at."""
        if self._finder is None or not self.pace.is_due(at):
            return None
        self._room.acquire()  # given back by the thread
        return self._thread.submit(self._find, picture, at)

    def _find(self, picture: Picture, at: float) -> Any:
        try:
            return self._finder and self._guard.attempt(self.name, at, self._finder.find, picture)
        finally:
            self._room.release()

    def forget(self) -> None:
        """From here on it answers as one that was built anew."""
        if isinstance(self._finder, RememberingFinder):
            self._thread.submit(self._finder.forget)

    def know(self, failures: tuple[Failure, ...]) -> None:
        """A pass that goes on does not ask again what broke down before."""
        self._guard.know(failure for failure in failures if failure.extractor == self.name)

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
