"""Another try: how often, after which pause, and what is told in the end."""

import asyncio

import pytest

from geminivideo.core.errors import UnavailableError
from geminivideo.core.interruptible import run_interruptibly
from geminivideo.core.retry import Backoff, PassingError, retried

AWAY = UnavailableError("It is away.", next_step="wait")


def outcome(failures: list[float | None], backoff: Backoff) -> tuple[object, list[float]]:
    """What comes of an attempt that fails so often, each time asking for such a pause; and the pauses."""
    waited: list[float] = []
    left = iter(failures)

    async def attempt() -> str:
        for asked in left:
            raise PassingError(AWAY, asked)
        return "done"

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    try:
        return asyncio.run(retried(attempt, backoff, wait)), waited
    except UnavailableError as error:
        return error, waited


@pytest.mark.parametrize(
    ("failures", "result", "pauses"),
    [
        ([], "done", []),
        ([None, None], "done", [1.0, 2.0]),
        ([7.0, 0.1], "done", [7.0, 2.0]),
        ([None] * 3, AWAY, [1.0, 2.0]),
        ([31.0], AWAY, []),
    ],
)
def test_pauses_grow_or_are_as_asked(failures: list[float | None], result: object, pauses: list[float]) -> None:
    assert outcome(failures, Backoff(tries=3, first=1.0, longest=30.0)) == (result, pauses)


def test_work_that_is_stopped_clears_up() -> None:
    begun, cleared = [], []

    async def work() -> None:
        begun.append(True)
        try:
            await asyncio.Event().wait()
        finally:
            cleared.append(True)

    def check() -> None:
        if begun:
            raise AWAY

    with pytest.raises(UnavailableError):
        run_interruptibly(work(), check)
    assert cleared == [True]
