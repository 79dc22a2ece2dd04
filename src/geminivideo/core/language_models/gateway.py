"""Questions to live models, from code that is not asynchronous: many at a time, each with an answer or an error."""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

from geminivideo.core.checks import go_on
from geminivideo.core.clock import Clock
from geminivideo.core.errors import GeminivideoError, UnavailableError
from geminivideo.core.language_models.asking import Asking, Manners
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.endpoint import Endpoint
from geminivideo.core.language_models.event_loop import EventLoop
from geminivideo.core.language_models.model import Question, Reply, T
from geminivideo.core.language_models.prices import Prices
from geminivideo.core.language_models.roles import RoleSettings

_log = structlog.get_logger(__name__)


class LanguageModels:
    """`endpoints` holds one per live role; the reason why another is not live is in `silent`.

    `at_once` is how many requests this process has at one provider's address, whichever thread sends them.
    """

    def __init__(
        self,
        roles: Mapping[str, RoleSettings],
        endpoints: Mapping[str, Endpoint],
        silent: Mapping[str, str],
        clock: Clock,
        *,
        prices: Prices,
        at_once: int = 16,
        manners: Manners | None = None,
    ) -> None:
        self._roles = roles
        self._endpoints = endpoints
        self._silent = silent
        self._clock = clock
        self._prices = prices
        self._at_once = at_once
        self._manners = manners or Manners()
        self._loop: EventLoop | None = None
        self._lock = threading.Lock()

    def is_live(self, role: str) -> bool:
        return role in self._endpoints

    def why_silent(self, role: str) -> str | None:
        """None for a role that is live."""
        return None if self.is_live(role) else self._silent.get(role, "there is no such role")

    def ask(self, question: Question[T], budget: Budget, check: Callable[[], None] = go_on) -> Reply[T]:
        """Raises:
        UnavailableError: the role is not live, the provider is away or its breaker open, the key is not accepted.
        BudgetSpentError: nothing was sent, because there is no room for it.
        TruncatedAnswerError, RefusedAnswerError, WrongAnswerError: there is no answer that could be used.
        InvalidInputError: the provider does not know the model, or not with these settings.
        """
        outcome = self.ask_all([question], budget, check)[0]
        if isinstance(outcome, GeminivideoError):
            raise outcome
        return outcome

    def ask_all(
        self, questions: Sequence[Question[T]], budget: Budget, check: Callable[[], None] = go_on
    ) -> list[Reply[T] | GeminivideoError]:
        """A reply for each, or what `ask` would raise. `check` is called several times a second; what it raises ends
        all questions within a second and is raised.
        """
        loop = self._running()
        return loop.run([self._outcome(loop, question, budget) for question in questions], check)

    async def _outcome(self, loop: EventLoop, question: Question[T], budget: Budget) -> Reply[T] | GeminivideoError:
        try:
            return await self._reply(loop, question, budget)
        except GeminivideoError as error:
            return error

    async def _reply(self, loop: EventLoop, question: Question[T], budget: Budget) -> Reply[T]:
        name = question.role
        endpoint = self._endpoints.get(name)
        if endpoint is None:
            raise self._not_live(name)
        role = self._roles[name]
        asking = Asking(question, role, endpoint, budget, self._prices, self._manners, self._clock)
        async with loop.slots(f"role {name}", role.concurrency), loop.slots(endpoint.name, self._at_once):
            try:
                reply = await asking.reply(loop.client)
            except GeminivideoError as error:
                _log.warning("language model gave no answer", error=error.slug, **_told(name, role, asking))
                raise
        _log.info("language model answered", seconds=round(reply.latency_seconds, 3), **_told(name, role, asking))
        return reply

    def _not_live(self, role: str) -> UnavailableError:
        return UnavailableError(
            f"No live model plays {role!r}: {self.why_silent(role)}.",
            next_step="set what is missing; see `geminivideo doctor`",
        )

    def _running(self) -> EventLoop:
        """A thread does not live on in a forked process."""
        with self._lock:
            if self._loop is None or self._loop.process != os.getpid():
                self._loop = EventLoop()
            return self._loop

    def close(self) -> None:
        with self._lock:
            if self._loop is not None and self._loop.process == os.getpid():
                self._loop.close()
            self._loop = None


def _told(name: str, role: RoleSettings, asking: Asking[Any]) -> dict[str, Any]:
    """Sums only: no text of a question or an answer."""
    used = asking.usage
    return {
        "role": name,
        "provider": role.provider.value,
        "model": role.model,
        "attempts": asking.attempts,
        "input": used.input,
        "output": used.output,
        "cached": used.cached,
        "cost_micros": asking.cost,
    }
