"""Another try for what may pass, after pauses that grow, or as long as the other side asks for."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

T = TypeVar("T")
Wait = Callable[[float], Awaitable[object]]


class PassingError(Exception):
    """What may go by itself. `error` is raised when it does not; `after_seconds` is what the other side asks for."""

    def __init__(self, error: Exception, after_seconds: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.after_seconds = after_seconds


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses of `first`, then twice as long each; who asks for more than `longest` is not waited for.

    Each is longer by up to its `jitter`-fold, so that many who were sent away do not come back together.
    """

    tries: int = 4
    first: float = 0.5
    longest: float = 20.0
    jitter: float = 0.0

    def pause(self, done: int, asked: float | None, draw: float = 0.0) -> float | None:
        """Seconds after `done` tries; None to give up. `draw` is from 0 to 1."""
        if done >= self.tries or (asked is not None and asked > self.longest):
            return None
        return min(self.longest, max(asked or 0.0, self.first * 2.0 ** (done - 1))) * (1 + self.jitter * draw)


def no_jitter() -> float:
    return 0.0


async def retried(
    attempt: Callable[[], Awaitable[T]],
    backoff: Backoff,
    wait: Wait = asyncio.sleep,
    draw: Callable[[], float] = no_jitter,
) -> T:
    """The first answer of `attempt`; after the last try the error that its `PassingError` holds."""
    done = 0
    while True:
        try:
            return await attempt()
        except PassingError as passing:
            done += 1
            pause = backoff.pause(done, passing.after_seconds, draw())
            if pause is None:
                raise passing.error from None
            await wait(pause)


def retry_after_seconds(header: str, now: datetime) -> float | None:
    """How long a Retry-After asks to wait, from either of its forms; None where it says nothing."""
    value = header.strip()
    if value.replace(".", "", 1).isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a zone
        return None
