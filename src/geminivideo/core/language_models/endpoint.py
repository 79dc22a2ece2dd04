"""One provider at one address: a request to it, through its breaker."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
from pydantic import SecretStr

from geminivideo.core.clock import Clock
from geminivideo.core.language_models.faults import OF_THE_PROVIDER
from geminivideo.core.language_models.model import Completion, Prompt
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.language_models.wire.base import WireFormat
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.retry import retry_after_seconds
from geminivideo.core.service_faults import Fault, FaultError
from geminivideo.core.web_service import Answer, KeyHeader, NoAnswerError, UnusableAnswerError, post, words_to_show

LARGEST_ANSWER = 4 * 1024**2

Key = Callable[[], Awaitable[SecretStr]]

# Neither a sign that the provider is well nor that it is not.
_NO_SIGN = frozenset({Fault.BUSY, Fault.GARBAGE})


class Endpoint:
    """`key` gives the one that is valid now; an empty one is not sent."""

    def __init__(self, name: str, wire: WireFormat, key: Key, clock: Clock, breaker: CircuitBreaker | None) -> None:
        self.name = name
        self._wire = wire
        self._key = key
        self._clock = clock
        self._breaker = breaker

    async def complete(self, client: httpx.AsyncClient, prompt: Prompt, role: RoleSettings) -> Completion:
        """The answer to one request.

        Raises:
            FaultError: when there is none.
            UnavailableError: while the breaker is open, or when no key can be had.
        """
        key = await self._key()
        if self._breaker:
            await asyncio.to_thread(self._breaker.admit)
        try:
            completion = await self._asked(client, prompt, role, key)
        except FaultError as error:
            await self._note(error.fault)
            shown = "" if error.fault is Fault.KEY else words_to_show(error.words, key.get_secret_value() or "\0")
            raise FaultError(error.fault, shown, error.after_seconds, billed=error.billed) from None
        await self._note(None)
        return completion

    async def _note(self, fault: Fault | None) -> None:
        if self._breaker and fault not in _NO_SIGN:
            await asyncio.to_thread(self._breaker.failed if fault in OF_THE_PROVIDER else self._breaker.succeeded)

    async def _asked(self, client: httpx.AsyncClient, prompt: Prompt, role: RoleSettings, key: SecretStr) -> Completion:
        answer = await self._answer(client, prompt, role, key)
        if 200 <= answer.status < 300:
            return self._wire.read(answer)
        fault = self._wire.fault(answer)
        if fault.after_seconds is None:
            fault.after_seconds = retry_after_seconds(answer.headers.get("retry-after", ""), self._clock.now())
        raise fault

    async def _answer(self, client: httpx.AsyncClient, prompt: Prompt, role: RoleSettings, key: SecretStr) -> Answer:
        auth = KeyHeader(*self._wire.key_header, key) if key.get_secret_value() else httpx.Auth()
        ask, seconds = self._wire.ask(prompt, role), role.timeout_seconds
        try:
            return await post(client, ask, seconds=seconds, largest_bytes=LARGEST_ANSWER, auth=auth)
        except NoAnswerError as error:
            raise FaultError(Fault.DOWN, str(error), billed=error.sent) from error
        except UnusableAnswerError as error:
            raise FaultError(Fault.GARBAGE, str(error), billed=True) from error
