"""The service while it answers, this process while it does not."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from geminivideo.core.accounts import DEFAULT_ACCOUNT
from geminivideo.core.errors import UnavailableError
from geminivideo.core.resilience import BreakerState, CircuitBreaker
from geminivideo.oracle.model import CtrPrediction, RoasItem, RoasPrediction, SceneItem, ServedBy
from geminivideo.oracle.predictor import Predictor

Answers = TypeVar("Answers")


class FallbackOracle:
    """Tries `remote` through the breaker. The local Oracle takes memory, so it is made when it is first needed."""

    def __init__(self, remote: Predictor, local_factory: Callable[[], Predictor], breaker: CircuitBreaker) -> None:
        self._remote = remote
        self._local_factory = local_factory
        self._breaker = breaker
        self._local: Predictor | None = None
        self._lock = threading.Lock()

    @property
    def source(self) -> ServedBy:
        return ServedBy.IN_PROCESS if self._breaker.state() is BreakerState.OPEN else self._remote.source

    def predict_roas(self, items: Sequence[RoasItem], account_id: str = DEFAULT_ACCOUNT) -> list[RoasPrediction]:
        return self._either(lambda oracle: oracle.predict_roas(items, account_id))

    def predict_ctr(self, scenes: Sequence[SceneItem], account_id: str = DEFAULT_ACCOUNT) -> list[CtrPrediction]:
        return self._either(lambda oracle: oracle.predict_ctr(scenes, account_id))

    def _either(self, ask: Callable[[Predictor], Answers]) -> Answers:
        try:
            return self._breaker.call(lambda: ask(self._remote), (UnavailableError,))
        except UnavailableError:
            return ask(self._local_oracle())

    def _local_oracle(self) -> Predictor:
        with self._lock:
            if self._local is None:
                self._local = self._local_factory()
            return self._local
