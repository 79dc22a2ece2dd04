"""Requests to a service: so many at a time, within a time and a size, again where that helps, stopped at once."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx
from pydantic import SecretStr

from geminivideo.core.clock import Clock
from geminivideo.core.interruptible import all_or_none, run_interruptibly
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.retry import Backoff, PassingError, Wait, retried, retry_after_seconds
from geminivideo.core.service_faults import Fault, FaultError
from geminivideo.core.web_service import Answer, Ask, KeyHeader, NoAnswerError, UnusableAnswerError, post
from geminivideo.rendering.voice.cloud.base import SpeechApi, Take
from geminivideo.rendering.voice.cloud.faults import OutOfReachError, told, without_key

_CONNECT_SECONDS = 10.0
# A minute and a half of 48 kHz speech, in base64, with the times of its characters.
LARGEST_ANSWER = 24 * 1024**2


@dataclass(frozen=True, slots=True)
class CallLimits:
    timeout_seconds: float = 60.0  # for one whole request, however slowly it trickles in
    at_once: int = 2
    largest_bytes: int = LARGEST_ANSWER
    backoff: Backoff = field(default_factory=Backoff)


class Caller:
    """Takes of texts from one service. `wait` passes the time between two tries."""

    def __init__(
        self,
        api: SpeechApi,
        key: SecretStr,
        clock: Clock,
        *,
        limits: CallLimits | None = None,
        breaker: CircuitBreaker | None = None,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._api = api
        self._key = key
        self._clock = clock
        self._limits = limits or CallLimits()
        self._breaker = breaker
        self._wait = wait

    def takes(self, asks: Sequence[Ask], check: Callable[[], None]) -> list[Take]:
        """All or none.

        Raises:
            UnavailableError: the service is away, or does not accept the key.
            InvalidInputError: it does not know the voice, or a text is too long.
            ProcessingError: it refused a text, or sent something else than speech.
        """

        def call() -> list[Take]:
            return run_interruptibly(self._all(asks), check)

        return self._breaker.call(call, (OutOfReachError,)) if self._breaker else call()

    async def _all(self, asks: Sequence[Ask]) -> list[Take]:
        timeout = httpx.Timeout(self._limits.timeout_seconds, connect=_CONNECT_SECONDS)
        async with httpx.AsyncClient(timeout=timeout) as client:
            return await all_or_none([self._one(client, ask) for ask in asks], self._limits.at_once)

    async def _one(self, client: httpx.AsyncClient, ask: Ask) -> Take:
        async def attempt() -> Take:
            try:
                return await self._take(client, ask)
            except FaultError as error:
                fault = without_key(error, self._key.get_secret_value())
            if fault.passing:
                raise PassingError(self._meant(fault), fault.after_seconds)
            raise self._meant(fault)

        return await retried(attempt, self._limits.backoff, self._wait)

    async def _take(self, client: httpx.AsyncClient, ask: Ask) -> Take:
        answer = await self._answer(client, ask)
        if 200 <= answer.status < 300:
            return self._api.read(answer)
        fault = self._api.fault(answer)
        if fault.after_seconds is None:
            fault.after_seconds = retry_after_seconds(answer.headers.get("retry-after", ""), self._clock.now())
        raise fault

    async def _answer(self, client: httpx.AsyncClient, ask: Ask) -> Answer:
        seconds, most = self._limits.timeout_seconds, self._limits.largest_bytes
        auth = KeyHeader(*self._api.key_header, self._key)
        try:
            return await post(client, ask, seconds=seconds, largest_bytes=most, auth=auth)
        except NoAnswerError as error:
            raise FaultError(Fault.DOWN, str(error)) from error
        except UnusableAnswerError as error:
            raise FaultError(Fault.GARBAGE, str(error)) from error

    def _meant(self, error: FaultError) -> Exception:
        _provider, model, voice = self._api.identity[:3]
        return told(error, title=self._api.title, voice=voice, model=model, key_setting=self._api.key_setting)
