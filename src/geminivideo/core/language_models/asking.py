"""One question from beginning to end: again where that helps, corrected once, within its time and the budget."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Generic

import httpx
from pydantic import ValidationError

from geminivideo.core.clock import Clock
from geminivideo.core.errors import UnavailableError
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.endpoint import Endpoint
from geminivideo.core.language_models.faults import (
    BudgetSpentError,
    RefusedAnswerError,
    TruncatedAnswerError,
    WrongAnswerError,
    told,
)
from geminivideo.core.language_models.model import Completion, Correction, Ending, Prompt, Question, Reply, T, Usage
from geminivideo.core.language_models.prices import Price, Prices
from geminivideo.core.language_models.prompting import estimated_input, prompt_of
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.retry import Backoff, PassingError, Wait, no_jitter, retried
from geminivideo.core.service_faults import Fault, FaultError

_REASONS = 12
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Manners:
    """How a provider is asked again. `wait` passes the time between two tries, `draw` makes no two pauses alike."""

    backoff: Backoff = field(default_factory=lambda: Backoff(jitter=0.5))
    wait: Wait = asyncio.sleep
    draw: Callable[[], float] = no_jitter


class Asking(Generic[T]):
    """Used once, for one question."""

    def __init__(
        self,
        question: Question[T],
        role: RoleSettings,
        endpoint: Endpoint,
        budget: Budget,
        prices: Prices,
        manners: Manners,
        clock: Clock,
    ) -> None:
        self._question = question
        self._role = role
        self._endpoint = endpoint
        self._budget = budget
        self._price: Price | None = prices.price(role.model, clock.now().date())
        self._manners = manners
        self._clock = clock
        self._last: FaultError | None = None
        self.attempts = 0
        self.usage = Usage()
        self.cost: int | None = 0 if self._price else None

    async def reply(self, client: httpx.AsyncClient) -> Reply[T]:
        """Raises:
        GeminivideoError: see `LanguageModels.ask`.
        """
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(self._role.deadline_seconds):
                answer, model = await self._answer(client)
        except TimeoutError:
            words = f"no usable answer within {self._role.deadline_seconds:g} s"
            last = f"; before: {self._last.words}" if self._last and self._last.words else ""
            raise self._meant(FaultError(Fault.DOWN, words + last)) from None
        seconds, provider = self._clock.monotonic() - began, self._role.provider
        return Reply(answer, self.usage, self.cost, seconds, provider, model or self._role.model, self.attempts)

    async def _answer(self, client: httpx.AsyncClient) -> tuple[T, str]:
        prompt = prompt_of(self._question)
        first = await self._whole(client, prompt)
        answer = _checked(first.text, self._question.answer)
        if not isinstance(answer, tuple):
            return answer, first.model
        try:
            second = await self._whole(client, replace(prompt, correction=Correction(first.text, answer)))
        except BudgetSpentError as error:  # which means that nothing was sent
            raise WrongAnswerError(
                f"{self._who} answered in a form that was not asked for ({'; '.join(answer)[:_LONGEST_REASON]}),"
                " and the budget has no room to ask again.",
                next_step=error.next_step,
            ) from error
        answer = _checked(second.text, self._question.answer)
        if not isinstance(answer, tuple):
            return answer, second.model
        raise WrongAnswerError(
            f"{self._who} answered twice in a form that was not asked for ({'; '.join(answer)[:_LONGEST_REASON]}).",
            next_step="ask again, or set another model for the role in GEMINIVIDEO_LLM_ROLES",
        )

    async def _whole(self, client: httpx.AsyncClient, prompt: Prompt) -> Completion:
        completion = await retried(
            lambda: self._attempt(client, prompt), self._manners.backoff, self._manners.wait, self._manners.draw
        )
        if completion.ending is Ending.TRUNCATED:
            raise TruncatedAnswerError(
                f"{self._who} was cut off ({completion.why}): its answer needs more than the"
                f" {self._role.max_output_tokens} tokens it may have.",
                next_step="raise max_output_tokens of the role in GEMINIVIDEO_LLM_ROLES",
            )
        if completion.ending is Ending.REFUSED:
            raise RefusedAnswerError(
                f"{self._who} refused to answer ({completion.why}).",
                next_step="reword the brief, or go on without this model",
            )
        return completion

    async def _attempt(self, client: httpx.AsyncClient, prompt: Prompt) -> Completion:
        likely = Usage(estimated_input(prompt), self._role.max_output_tokens)
        with self._budget.room(likely.total, self._cost_of(likely), self._question.role) as room:
            try:
                completion = await self._endpoint.complete(client, prompt, self._role)
            except FaultError as fault:
                used = Usage(likely.input) if fault.billed else Usage()
                room.settle(used, self._count(used))
                raise self._passing_or_final(fault) from None
            except UnavailableError:  # the breaker opened between two tries: what failed before says more
                if self._last is None:
                    raise
                raise self._meant(self._last) from None
            except asyncio.CancelledError:  # sent, and perhaps to be paid for
                room.settle(Usage(likely.input), self._count(Usage(likely.input)))
                raise
            room.settle(completion.usage, self._count(completion.usage))
            return completion

    def _passing_or_final(self, fault: FaultError) -> Exception:
        self._last = fault
        meant = self._meant(fault)
        return PassingError(meant, fault.after_seconds) if fault.passing else meant

    def _count(self, usage: Usage) -> int | None:
        self.attempts += 1
        self.usage += usage
        cost = self._cost_of(usage)
        if cost is not None and self.cost is not None:
            self.cost += cost
        return cost

    def _cost_of(self, usage: Usage) -> int | None:
        return self._price.of(usage) if self._price else None

    def _meant(self, fault: FaultError) -> Exception:
        return told(fault, self._role.provider, self._role.model, self._question.role)

    @property
    def _who(self) -> str:
        return f"{self._role.provider.label}'s {self._role.model}"


def _checked(text: str, kind: type[T]) -> T | tuple[str, ...]:
    """The answer, or why it is none."""
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        found: list[Any] = error.errors(include_url=False, include_input=False, include_context=False)
    return tuple(_reason(each) for each in found[:_REASONS])


def _reason(error: Any) -> str:
    if error["type"] == "json_invalid":
        return "it is not JSON"
    return f"{'.'.join(map(str, error['loc'])) or 'the answer'}: {error['msg']}"[:_LONGEST_REASON]
