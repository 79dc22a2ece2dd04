"""What a campaign may spend on language models. Room is reserved before a request, so that it is never overdrawn."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from geminivideo.core.language_models.faults import BudgetSpentError
from geminivideo.core.language_models.model import Usage


@dataclass(frozen=True, slots=True)
class Spending:
    """`cost` is in millionths of a US dollar, without that of `unpriced_requests`, whose models' price is not known."""

    usage: Usage = field(default_factory=Usage)
    cost: int = 0
    requests: int = 0
    unpriced_requests: int = 0

    def with_request(self, usage: Usage, cost: int | None) -> "Spending":
        unpriced = self.unpriced_requests + (cost is None)
        return Spending(self.usage + usage, self.cost + (cost or 0), self.requests + 1, unpriced)


class Allotment:
    """Room for one request. Without `settle` nothing was used."""

    def __init__(self, tokens: int, cost: int) -> None:
        self.tokens = tokens
        self.cost = cost
        self.settled: tuple[Usage, int | None] | None = None

    def settle(self, usage: Usage, cost: int | None) -> None:
        self.settled = (usage, cost)


class Budget:
    """Of one campaign, for all threads. `spent` is what earlier attempts used; None limits nothing."""

    def __init__(self, *, tokens: int | None = None, cost: int | None = None, spent: Spending | None = None) -> None:
        self._tokens = tokens
        self._cost = cost
        self._spent = spent or Spending()
        self._reserved_tokens = 0
        self._reserved_cost = 0
        self._lock = threading.Lock()

    @property
    def spent(self) -> Spending:
        return self._spent

    @contextmanager
    def room(self, tokens: int, cost: int | None) -> Iterator[Allotment]:
        """For a request of at most so much.

        Raises:
            BudgetSpentError: when there is none.
        """
        allotment = Allotment(tokens, cost or 0)
        self._reserve(allotment)
        try:
            yield allotment
        finally:
            self._release(allotment)

    def _reserve(self, wanted: Allotment) -> None:
        with self._lock:
            tokens = self._spent.usage.total + self._reserved_tokens + wanted.tokens
            cost = self._spent.cost + self._reserved_cost + wanted.cost
            if self._tokens is not None and tokens > self._tokens:
                raise _spent(f"{self._spent.usage.total:,} of {self._tokens:,} tokens are used", "TOKENS")
            if self._cost is not None and cost > self._cost:
                raise _spent(f"{_dollars(self._spent.cost)} of {_dollars(self._cost)} are spent", "MICROS")
            self._reserved_tokens += wanted.tokens
            self._reserved_cost += wanted.cost

    def _release(self, allotment: Allotment) -> None:
        with self._lock:
            self._reserved_tokens -= allotment.tokens
            self._reserved_cost -= allotment.cost
            if allotment.settled is not None:
                self._spent = self._spent.with_request(*allotment.settled)


def _spent(what: str, setting: str) -> BudgetSpentError:
    return BudgetSpentError(
        f"The campaign's budget for language models has no room for another question: {what}.",
        next_step=f"raise GEMINIVIDEO_LLM_CAMPAIGN_{setting}, or go on without live models",
    )


def _dollars(micros: int) -> str:
    return f"{micros / 1_000_000:.2f} USD"
