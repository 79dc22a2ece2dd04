"""An endpoint: what is deployed there, and what it predicts."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from pydantic import Field

from geminivideo.core.clock import Clock
from geminivideo.core.errors import UnavailableError
from geminivideo.core.web_service import AnswerPart
from geminivideo.oracle.vertex.rest import VertexRest
from geminivideo.oracle.vertex.wire import EndpointAnswer

_log = structlog.get_logger(__name__)
_LOOK_AGAIN_SECONDS = 60.0


class DeployedModel(AnswerPart):
    """`name` is the id of the model in the registry, for those that this program deployed."""

    id: str
    name: str = Field("", alias="displayName")


class EndpointState(AnswerPart):
    name: str
    deployed: tuple[DeployedModel, ...] = Field((), alias="deployedModels")
    traffic: Mapping[str, int] = Field(default_factory=dict, alias="trafficSplit")

    def serving(self) -> frozenset[str]:
        """The models that requests are sent to."""
        return frozenset(model.name for model in self.deployed if self.traffic.get(model.id, 0) > 0)


class Endpoint:
    """Threads may share one."""

    def __init__(self, name: str, rest: VertexRest, clock: Clock) -> None:
        self.name = name
        self._rest = rest
        self._clock = clock
        self._serving: frozenset[str] = frozenset()
        self._look_again_at = float("-inf")
        self._looking = threading.Lock()

    def state(self) -> EndpointState:
        return self._rest.get(self.name, EndpointState)

    def predict(self, instances: Sequence[Mapping[str, Any]]) -> EndpointAnswer:
        return self._rest.post(f"{self.name}:predict", {"instances": list(instances)}, EndpointAnswer)

    def serving(self) -> frozenset[str]:
        """As it was within the last minute; none while the endpoint cannot be asked, which is logged.

        One thread looks; the others go on with what was there, which is nothing at first.
        """
        if self._clock.monotonic() >= self._look_again_at and self._looking.acquire(blocking=False):
            try:
                self._serving = self._look()
                self._look_again_at = self._clock.monotonic() + _LOOK_AGAIN_SECONDS
            finally:
                self._looking.release()
        return self._serving

    def _look(self) -> frozenset[str]:
        try:
            return self.state().serving()
        except UnavailableError as error:
            _log.warning("the Vertex AI endpoint cannot be asked", endpoint=self.name, why=error.cause)
            return frozenset()
