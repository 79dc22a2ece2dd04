from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from geminivideo.app.api.vertex import create_vertex_service
from geminivideo.core.clock import ManualClock
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.vertex.endpoint import Endpoint
from geminivideo.oracle.vertex.rest import VertexRest
from tests.oracle_vertex.containers import in_thread, run_app
from tests.oracle_vertex.server import PARENT, Vertex
from tests.rendering_voice.servers import KEY, Service, served

IDS = {ModelName.ROAS: "roas-v3", ModelName.SCENE_CTR: "scene-ctr-v1"}


@dataclass
class Cloud:
    """Vertex AI, and what of it a test wants to change or look at."""

    service: Service
    vertex: Vertex
    clock: ManualClock
    client: httpx.Client
    token: SecretStr = field(default_factory=lambda: SecretStr(KEY))

    def rest(self, seconds: float = 5.0) -> VertexRest:
        return VertexRest(self.service.url, lambda: self.token, self.client, self.clock, seconds)

    def hold(self, serving: ServingModel, number: str = "9000") -> str:
        """An endpoint where that model is deployed already."""
        model = f"{PARENT}/models/{serving.model_id}"
        self.vertex.models[model] = {"containerSpec": {"predictRoute": "/predict"}}
        deployed = {"id": number, "model": model, "displayName": serving.model_id}
        name = f"{PARENT}/endpoints/{number}"
        self.vertex.endpoints[number] = {"name": name, "deployedModels": [deployed], "trafficSplit": {number: 100}}
        self.vertex.running[number] = run_app(create_vertex_service(serving, "/healthz", "/predict"))
        return name

    def endpoint(self, name: str, seconds: float = 5.0) -> Endpoint:
        return Endpoint(name, self.rest(seconds), self.clock)


@pytest.fixture
def cloud(clock: ManualClock, tmp_path: Path) -> Iterator[Cloud]:
    vertex = Vertex(in_thread(tmp_path / "container"))
    with served(Service({}, vertex)) as service, httpx.Client(trust_env=False) as client:
        yield Cloud(service, vertex, clock, client)
        vertex.stop()


@pytest.fixture
def serving(small_models: dict[ModelName, TrainedModel]) -> dict[ModelName, ServingModel]:
    return {name: ServingModel(IDS[name], model) for name, model in small_models.items()}


@pytest.fixture
def local(serving: dict[ModelName, ServingModel]) -> LocalOracle:
    return LocalOracle(lambda name, _account: serving[name])
