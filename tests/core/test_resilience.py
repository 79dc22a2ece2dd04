from typing import NoReturn

import pytest
from redis import Redis

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import UnavailableError
from geminivideo.core.redis_client import connect_redis
from geminivideo.core.resilience import BreakerState, CircuitBreaker


class OutsideError(Exception):
    pass


def fail() -> NoReturn:
    raise OutsideError


def breaker(redis: "Redis", clock: ManualClock) -> CircuitBreaker:
    return CircuitBreaker("ml", redis, clock, threshold=5, cooldown_seconds=30)


def break_it(target: CircuitBreaker, times: int) -> None:
    for _ in range(times):
        with pytest.raises(OutsideError):
            target.call(fail, (OutsideError,))


def test_opens_after_five_failures_for_every_process(redis: "Redis", clock: ManualClock) -> None:
    break_it(breaker(redis, clock), 5)
    other_process = breaker(redis, clock)
    assert other_process.state() is BreakerState.OPEN
    with pytest.raises(UnavailableError, match="5 times"):
        other_process.call(lambda: "never", (OutsideError,))


def test_success_forgets_earlier_failures(redis: "Redis", clock: ManualClock) -> None:
    target = breaker(redis, clock)
    break_it(target, 4)
    assert target.call(lambda: "fine", (OutsideError,)) == "fine"
    break_it(target, 4)
    assert target.state() is BreakerState.CLOSED


def test_a_single_probe_passes_after_the_cooldown(redis: "Redis", clock: ManualClock) -> None:
    target = breaker(redis, clock)
    break_it(target, 5)
    clock.advance(31)
    assert target.state() is BreakerState.HALF_OPEN
    break_it(target, 1)
    with pytest.raises(UnavailableError):
        target.call(lambda: "never", (OutsideError,))
    clock.advance(31)
    assert target.call(lambda: "back", (OutsideError,)) == "back"
    assert target.state() is BreakerState.CLOSED


def test_other_errors_do_not_count(redis: "Redis", clock: ManualClock) -> None:
    target = breaker(redis, clock)
    for _ in range(10):
        with pytest.raises(OutsideError):
            target.call(fail, (KeyError,))
    assert target.state() is BreakerState.CLOSED


def test_without_redis_calls_pass(clock: ManualClock) -> None:
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    assert breaker(nowhere, clock).call(lambda: "fine", (OutsideError,)) == "fine"
