"""What a campaign may spend on language models. Room is reserved before a request, so that it is never overdrawn."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce

from geminivideo.core.language_models.faults import BudgetSpentError
from geminivideo.core.language_models.model import Usage

_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Spending:
    """`cost` is in millionths of a US dollar, without that of `unpriced_requests`, whose models' price is not known."""

    usage: Usage = field(default_factory=Usage)
    cost: int = 0
    requests: int = 0
    unpriced_requests: int = 0

    def with_request(self, usage: Usage, cost: int | None) -> "Spending":
        return self + Spending(usage, cost or 0, 1, int(cost is None))

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(
            self.usage + other.usage,
            self.cost + other.cost,
            self.requests + other.requests,
            self.unpriced_requests + other.unpriced_requests,
        )


def together(spendings: Iterable[Spending]) -> Spending:
    return reduce(Spending.__add__, spendings, Spending())


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most so many tokens, and so many millionths of a US dollar; None limits nothing."""

    tokens: int | None = None
    cost: int | None = None


class Allotment:
    """Room for one request. Without `settle` nothing was used."""

    def __init__(self, role: str, tokens: int, cost: int) -> None:
        self.role = role
        self.tokens = tokens
        self.cost = cost
        self.settled: tuple[Usage, int | None] | None = None

    def settle(self, usage: Usage, cost: int | None) -> None:
        self.settled = (usage, cost)


class Budget:
    """Of one campaign, for all threads. `spent` is what earlier attempts used, by role; `roles` limits single ones."""

    def __init__(
        self,
        *,
        tokens: int | None = None,
        cost: int | None = None,
        spent: Mapping[str, Spending] | None = None,
        roles: Mapping[str, Allowance] | None = None,
    ) -> None:
        self._whole = Allowance(tokens, cost)
        self._roles = dict(roles or {})
        self._before = dict(spent or {})
        self._used: dict[str, Spending] = {}
        self._reserved: set[Allotment] = set()
        self._releases = 0
        self._lock = threading.Lock()
        self._released = threading.Condition(self._lock)

    @property
    def spent(self) -> Spending:
        return together(self.by_role.values())

    @property
    def by_role(self) -> dict[str, Spending]:
        """With what earlier attempts used."""
        with self._lock:
            return self._by_role()

    @property
    def used(self) -> dict[str, Spending]:
        """By role, since this budget was opened."""
        with self._lock:
            return dict(self._used)

    @property
    def releases(self) -> int:
        """How often room was given back so far."""
        return self._releases

    def wait_for_release(self, since: int, check: Callable[[], None]) -> bool:
        """Until room is given back that was not at `since`; False when nobody has any. `check` is called meanwhile."""
        while True:
            check()
            with self._lock:
                if self._releases > since or not self._reserved:
                    return self._releases > since
                self._released.wait(_POLL_SECONDS)

    @contextmanager
    def room(self, tokens: int, cost: int | None, role: str = "") -> Iterator[Allotment]:
        """For a request of at most so much.

        Raises:
            BudgetSpentError: when there is none.
        """
        allotment = Allotment(role, tokens, cost or 0)
        self._reserve(allotment)
        try:
            yield allotment
        finally:
            self._release(allotment)

    def _by_role(self) -> dict[str, Spending]:
        names = dict.fromkeys((*self._before, *self._used))
        return {n: self._before.get(n, Spending()) + self._used.get(n, Spending()) for n in names}

    def _reserve(self, wanted: Allotment) -> None:
        with self._lock:
            spent = self._by_role()
            own = [each for each in self._reserved if each.role == wanted.role]
            _must_fit(self._whole, together(spent.values()), [*self._reserved, wanted], "")
            limits = self._roles.get(wanted.role, Allowance())
            _must_fit(limits, spent.get(wanted.role, Spending()), [*own, wanted], wanted.role)
            self._reserved.add(wanted)

    def _release(self, allotment: Allotment) -> None:
        with self._lock:
            self._reserved.discard(allotment)
            self._releases += 1
            self._released.notify_all()
            if allotment.settled is not None:
                before = self._used.get(allotment.role, Spending())
                self._used[allotment.role] = before.with_request(*allotment.settled)


def _must_fit(limits: Allowance, spent: Spending, open_: Iterable[Allotment], role: str) -> None:
    open_ = list(open_)
    if limits.tokens is not None and spent.usage.total + sum(each.tokens for each in open_) > limits.tokens:
        raise _spent(f"{spent.usage.total:,} of {limits.tokens:,} tokens are used", "tokens", role)
    if limits.cost is not None and spent.cost + sum(each.cost for each in open_) > limits.cost:
        raise _spent(f"{dollars(spent.cost)} of {dollars(limits.cost)} are spent", "micros", role)


def _spent(what: str, setting: str, role: str) -> BudgetSpentError:
    of_role = f"campaign_{setting} of the role {role} in GEMINIVIDEO_LLM_ROLES"
    return BudgetSpentError(
        f"The campaign's budget for {f'the role {role}' if role else 'language models'} has no room for another"
        f" question: {what}.",
        next_step=f"raise {of_role if role else f'GEMINIVIDEO_LLM_CAMPAIGN_{setting.upper()}'},"
        " or go on without live models",
    )


def dollars(micros: int) -> str:
    return f"{micros / 1_000_000:.2f} USD"
