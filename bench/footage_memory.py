"""How much memory this process and its children take together."""

import os
from pathlib import Path
from time import monotonic

_EVERY_SECONDS = 0.25
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Memory:
    """`look` notes what there is at most every quarter of a second; pages that processes share count in each."""

    def __init__(self) -> None:
        self._next = 0.0
        self._noted: list[int] = []

    def look(self) -> None:
        if monotonic() >= self._next:
            self._next = monotonic() + _EVERY_SECONDS
            self._noted.append(sum(map(_resident, [os.getpid(), *_children()])))

    def peaks(self, parts: int) -> list[int]:
        """The most in each of so many parts of the time, in bytes: whether it grows with what has been looked at."""
        size = -(-len(self._noted) // parts)
        return [max(self._noted[at : at + size]) for at in range(0, len(self._noted), size)]


def _children() -> list[int]:
    threads = Path(f"/proc/{os.getpid()}/task").iterdir()
    return [int(pid) for thread in threads for pid in _text(thread / "children").split()]


def _resident(pid: int) -> int:
    told = _text(Path(f"/proc/{pid}/statm")).split()
    return int(told[1]) * _PAGE if told else 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return ""
