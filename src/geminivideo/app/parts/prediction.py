"""The Oracle: here, behind the ML service, or behind endpoints of Vertex AI."""

from collections.abc import Callable
from functools import cached_property

import httpx

from geminivideo.app.parts.infrastructure import Infrastructure
from geminivideo.app.parts.vertex import VertexConnection, endpoint_names
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.oracle import registry
from geminivideo.oracle.by_hand import ChangesByHand
from geminivideo.oracle.cold_start import ensure_champions
from geminivideo.oracle.fallback import FallbackOracle
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.predictor import LocalOracle, Predictor
from geminivideo.oracle.remote import RemoteOracle
from geminivideo.oracle.serving import ServingModels
from geminivideo.oracle.vertex.predictor import VertexFirst


class PredictionParts(Infrastructure):
    @cached_property
    def serving_models(self) -> ServingModels:
        return ServingModels(self.database, self.storage, self.scratch / "models", self.clock)

    @cached_property
    def changes_by_hand(self) -> ChangesByHand:
        return ChangesByHand(self.database, self.clock, self.serving_models)

    @cached_property
    def local_oracle(self) -> LocalOracle:
        return LocalOracle(self.serving_models.model_for)

    @cached_property
    def oracle(self) -> Predictor:
        """Vertex AI's endpoints where some are set, in front of what there is without them."""
        if not endpoint_names(self.settings):
            return self.own_oracle
        breaker = CircuitBreaker("vertex", self.redis, self.clock)
        return VertexFirst(self.vertex.endpoints(), self.champion_id, self.own_oracle, breaker)

    @cached_property
    def vertex(self) -> VertexConnection:
        return VertexConnection(self.settings, self.clock)

    @cached_property
    def own_oracle(self) -> Predictor:
        """The ML service through a breaker where there is one, else this process."""
        if not self.settings.ml_url:
            return self.local_oracle
        remote = RemoteOracle(self.settings.ml_url, httpx.Client(timeout=httpx.Timeout(10.0, connect=2.0)))
        breaker = CircuitBreaker("ml-service", self.redis, self.clock)
        return FallbackOracle(remote, lambda: self.local_oracle, breaker)

    def champion_id(self, name: ModelName, account_id: str) -> str | None:
        with self.database.transaction() as session:
            champion = registry.champion_for(session, name, account_id)
        return champion.model_id if champion else None

    def ensure_models(self, say: Callable[[str], None]) -> None:
        ensure_champions(self.database, self.storage, self.clock, self.ids, self.scratch / "models", say)
