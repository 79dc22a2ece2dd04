"""How much memory this process and its children take together."""

import os
from pathlib import Path
from time import monotonic

_EVERY_SECONDS = 0.25
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Memory:
    """`peak` is the most that `look` has seen, in bytes; shared pages count in each process."""

    def __init__(self) -> None:
        self.peak = 0
        self._next = 0.0

    def look(self) -> None:
        if monotonic() >= self._next:
            self._next = monotonic() + _EVERY_SECONDS
            self.peak = max(self.peak, sum(map(_resident, [os.getpid(), *_children()])))


def _children() -> list[int]:
    threads = Path(f"/proc/{os.getpid()}/task").iterdir()
    return [int(pid) for thread in threads for pid in (thread / "children").read_text().split()]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except FileNotFoundError:  # it has just ended
        return 0
