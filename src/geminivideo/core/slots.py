"""So many heavy things at once on this machine, whichever processes do them."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from geminivideo.core.file_locks import try_lock

_POLL_SECONDS = 0.05


def cores() -> int:
    """Those this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Slots:
    """One slot for each core. A process that dies gives its slots back."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self._files = [folder / str(number) for number in range(count)]
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def take(self, weight: int, check: Callable[[], None]) -> Iterator[None]:
        """Wait for `weight` slots, at most for all there are; `check` is called meanwhile and may raise."""
        wanted = min(weight, self.count)
        while len(held := self._try(wanted)) < wanted:
            _close(held)  # all or none: two that wait for each other's last slot would wait for ever
            check()
            time.sleep(_POLL_SECONDS)
        try:
            yield
        finally:
            _close(held)

    def _try(self, wanted: int) -> list[int]:
        held: list[int] = []
        for path in self._files:
            if len(held) < wanted and (descriptor := try_lock(path)) is not None:
                held.append(descriptor)
        return held


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
