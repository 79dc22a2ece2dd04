"""Keeping one broken measurement from taking the others down."""

from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

from geminivideo.core.blueprint import Frozen

P = ParamSpec("P")
T = TypeVar("T")
_REASON_LENGTH = 200


class Failure(Frozen):
    """A measurement that broke down; from `at_seconds` on there is none of it."""

    extractor: str
    at_seconds: float
    reason: str

    def __str__(self) -> str:
        return f"{self.extractor} not measured from {self.at_seconds:.1f} s on: {self.reason}"


class Guard:
    """Runs measurements; the first failure of one is recorded and it is not asked again."""

    def __init__(self) -> None:
        self._failures: dict[str, Failure] = {}

    def attempt(
        self, extractor: str, at_seconds: float, measure: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        if extractor in self._failures:
            return None
        try:
            return measure(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - native code fails in many ways; the other measurements go on
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:_REASON_LENGTH]
            self._failures[extractor] = Failure(extractor=extractor, at_seconds=at_seconds, reason=reason)
            return None

    def know(self, failures: Iterable[Failure]) -> None:
        """Do not ask again what broke down earlier, elsewhere."""
        self._failures |= {failure.extractor: failure for failure in failures}

    @property
    def failures(self) -> tuple[Failure, ...]:
        return tuple(self._failures.values())
