"""A circuit breaker whose state all processes share through Redis.

Closed: calls pass. After `threshold` failures in a row it opens and calls are refused at once. After `cooldown` it
lets a single probe through; the probe's success closes it, its failure opens it again.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar, cast

from redis import Redis
from redis.exceptions import RedisError

from geminivideo.core.clock import Clock
from geminivideo.core.errors import UnavailableError

T = TypeVar("T")

# KEYS[1] breaker; ARGV now, cooldown. Answers 1 for "go", 0 for "refused". Time is passed in, so it can be replayed.
_ADMIT = """
local opened = redis.call('HGET', KEYS[1], 'opened_at')
if not opened then return 1 end
if tonumber(ARGV[1]) - tonumber(opened) < tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'opened_at', ARGV[1])
return 1
"""
# KEYS[1] breaker; ARGV now, threshold.
_FAIL = """
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
if failures >= tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], 'opened_at', ARGV[1]) end
return failures
"""


class BreakerState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class CircuitBreaker:
    def __init__(
        self, name: str, redis: "Redis", clock: Clock, *, threshold: int = 5, cooldown_seconds: float = 30.0
    ) -> None:
        self.name = name
        self._key = f"geminivideo:breaker:{name}"
        self._redis = redis
        self._clock = clock
        self._threshold = threshold
        self._cooldown = cooldown_seconds

    def call(self, function: Callable[[], T], failures: tuple[type[Exception], ...]) -> T:
        """Run `function` through the breaker; exceptions of the kinds in `failures` count against it.

        Raises:
            UnavailableError: without calling, while the breaker is open.
        """
        self.admit()
        try:
            answer = function()
        except failures:
            self.failed()
            raise
        self.succeeded()
        return answer

    def admit(self) -> None:
        """For calls that do not fit into `call`: before one; afterwards tell whether it `failed` or `succeeded`.

        Raises:
            UnavailableError: while the breaker is open.
        """
        if not self._admitted():
            raise UnavailableError(
                f"{self.name} failed {self._threshold} times in a row and is left alone for a while.",
                next_step=f"it is tried again within {self._cooldown:.0f} s; see `geminivideo doctor`",
            )

    def failed(self) -> None:
        self._quietly(lambda: self._redis.eval(_FAIL, 1, self._key, self._now(), str(self._threshold)))

    def succeeded(self) -> None:
        self._quietly(lambda: self._redis.delete(self._key))

    def state(self) -> BreakerState:
        opened = cast("bytes | None", self._quietly(lambda: self._redis.hget(self._key, "opened_at")))
        if opened is None:
            return BreakerState.CLOSED
        waited = self._clock.now().timestamp() - float(opened)
        return BreakerState.OPEN if waited < self._cooldown else BreakerState.HALF_OPEN

    def _admitted(self) -> bool:
        answer = self._quietly(lambda: self._redis.eval(_ADMIT, 1, self._key, self._now(), str(self._cooldown)))
        return bool(answer != 0)

    def _now(self) -> str:
        return repr(self._clock.now().timestamp())

    def _quietly(self, command: Callable[[], Any]) -> Any:
        """Without Redis there is no shared state; calls then pass as if the breaker were closed."""
        try:
            return command()
        except RedisError:
            return None
