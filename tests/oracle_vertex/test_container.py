"""The service inside a container: what it is given, what it answers, what it refuses."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.api.vertex import create_vertex_service
from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import InvalidInputError, NotFoundError, UnavailableError
from geminivideo.core.storage.local import LocalStorage, UrlSigner
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.vertex.container import ContainerOrders, load_deployed
from tests.app.answers import problem
from tests.oracle.examples import roas_items, scene_items

Serving = dict[ModelName, ServingModel]
GIVEN = {
    "AIP_STORAGE_URI": "gs://caip-tenant/copies/1/",
    "GEMINIVIDEO_DEPLOYED_MODEL_ID": "roas-v3",
    "GEMINIVIDEO_DEPLOYED_MODEL_SHA256": "0" * 64,
}


def test_what_vertex_tells_its_container() -> None:
    orders = ContainerOrders.of({**GIVEN, "AIP_HTTP_PORT": "9001", "AIP_PREDICT_ROUTE": "/p", "AIP_HEALTH_ROUTE": "/h"})
    assert orders == ContainerOrders("gs://caip-tenant/copies/1", "roas-v3", "0" * 64, 9001, "/h", "/p")
    assert ContainerOrders.of(GIVEN).port == 8080


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(InvalidInputError, match=f"{name} is not set"):
        ContainerOrders.of({**GIVEN, name: ""})


@pytest.mark.parametrize("port", ["", "0", "65536", "-1", "http", "٨٠"])
def test_an_odd_port(port: str) -> None:
    with pytest.raises(InvalidInputError, match="AIP_HTTP_PORT is not a port"):
        ContainerOrders.of({**GIVEN, "AIP_HTTP_PORT": port})


def test_only_the_registered_file_is_loaded(serving: Serving, tmp_path: Path, clock: ManualClock) -> None:
    storage = LocalStorage(tmp_path / "copy", UrlSigner(b"s", "http://test", 60, clock))
    sha256 = pack(serving[ModelName.ROAS].model, tmp_path / "packed.zip", tmp_path)
    orders = ContainerOrders.of({**GIVEN, "GEMINIVIDEO_DEPLOYED_MODEL_SHA256": sha256})
    with pytest.raises(NotFoundError, match=r"model\.zip"):
        load_deployed(orders, storage, tmp_path / "scratch")
    storage.put("model.zip", tmp_path / "packed.zip", content_type="application/zip")
    assert load_deployed(orders, storage, tmp_path / "scratch").model_id == "roas-v3"
    with pytest.raises(UnavailableError, match="SHA-256 differs"):
        load_deployed(ContainerOrders.of(GIVEN), storage, tmp_path / "scratch")


@pytest.fixture
def roas(serving: Serving) -> TestClient:
    return TestClient(
        create_vertex_service(serving[ModelName.ROAS], "/healthz", "/predict"), base_url="http://10.0.0.7"
    )


def test_health_and_predictions_under_any_host_name(roas: TestClient) -> None:
    assert roas.get("/healthz").json() == {"model": "roas-v3"}
    (item,) = roas_items(1)
    instance = {"id": item.id, "features": dict(item.features)}
    for body in ({"instances": [instance]}, {"instances": [instance], "parameters": None}):
        (found,) = roas.post("/predict", json=body).raise_for_status().json()["predictions"]
        assert (found["id"], found["model_version"]) == (item.id, "roas-v3")
    assert roas.post("/predict", json={"instances": []}).json() == {"predictions": []}


def test_instances_that_cannot_be_predicted_are_refused(roas: TestClient) -> None:
    (item,), (scene,) = roas_items(1), scene_items(1)
    instance = {"id": item.id, "features": dict(item.features)}
    other = {"scene_id": scene.scene_id, "features": dict(scene.features)}
    bad = {"id": "bp_001", "features": {**item.features, "cta_strength": 11}}
    for body, said in (
        ({"instances": [bad]}, "cta_strength of 'bp_001' is 11"),
        ({"instances": [other]}, "instances.0.id is missing"),
        ({"instances": [{**instance, "schema_version": 99}]}, "version 99"),
        ({"instances": [instance] * 101}, "at most 100"),
        ({}, "instances is missing"),
    ):
        assert said in problem(roas.post("/predict", json=body), 422)["detail"]
    large = {"instances": [], "parameters": "x" * 300_000}
    problem(roas.post("/predict", json=large), 413)


def test_there_is_nothing_else(roas: TestClient) -> None:
    for path in ("/api/ml/models", "/metrics", "/api/ml/predict/roas"):
        assert roas.get(path).status_code == 404
