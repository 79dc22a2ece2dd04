"""The ML service: predictions for what fits the schema, refusals for the rest, and a registry that can go back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from geminivideo.app.api.ml import create_ml_service
from geminivideo.app.container import Container
from geminivideo.core.errors import UnavailableError
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from tests.app.answers import problem
from tests.app.builders import add_model
from tests.app.conftest import MakeContainer, client_of
from tests.oracle.examples import roas_items, scene_items

Models = dict[ModelName, TrainedModel]


@pytest.fixture
def ml(served: Container) -> Iterator[TestClient]:
    with client_of(create_ml_service(served)) as client:
        yield client


def roas_request(**changes: Any) -> dict[str, Any]:
    (item,) = roas_items(1)
    return {"items": [{"id": item.id, "features": {**item.features, **changes}}]}


UNFIT: tuple[tuple[Any, str], ...] = (
    (roas_request(scene_count=0), "scene_count"),
    (roas_request(scene_count=2.5), "whole number"),
    (roas_request(hook_effectiveness=11), "outside 0 to 10"),
    (roas_request(hook_effectiveness=None), "must be a number"),
    (roas_request(hook_effectiveness=float("nan")), "must be a number"),
    (roas_request(hook_effectiveness=float("inf")), "must be a number"),
    (roas_request(hook_effectiveness="good"), "items.0.features.hook_effectiveness"),
    (roas_request(price=5), "price of 'bp_000' is not known"),
    ({"items": [{"id": "a", "features": {}}]}, "is missing"),
    ({"items": [{**roas_request()["items"][0], "schema_version": 99}]}, "version 99"),
    ({"items": [{"features": {}}]}, "items.0.id is missing"),
    ({"items": roas_request()["items"] * 1001}, ""),
    ({}, "items is missing"),
    ([], "body"),
)
_REFUSED_AT_COMMIT = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON model_registry DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse();
"""
REFUSED_CHANGES = {
    "roas-v99/promote": 404,
    "roas-v99/rollback": 404,
    "%00/promote": 404,
    "..%5Cx/rollback": 404,
    "roas-v1/promote": 409,
    "roas-v1/rollback": 409,
}


def test_roas_is_predicted_per_item(ml: TestClient) -> None:
    items = [{"id": item.id, "features": item.features} for item in roas_items(3)]
    answer = ml.post("/api/ml/predict/roas", json={"items": items}).raise_for_status().json()
    assert [found["id"] for found in answer["items"]] == [item["id"] for item in items]
    for found in answer["items"]:
        low, high = found["interval"]
        assert 0 <= low < found["predicted_roas"] < high
        assert found["confidence_level"] in {"low", "medium", "high"}
        assert len(found["engines"]) + len(found["missing_engines"]) == 8
    assert answer["model_version"] == "roas-v1"


def test_ctr_is_predicted_and_ranked(ml: TestClient) -> None:
    scenes = [{"scene_id": scene.scene_id, "features": scene.features} for scene in scene_items(5)]
    answer = ml.post("/api/ml/predict/ctr", json={"scenes": scenes}).raise_for_status().json()
    found = answer["predictions"]
    assert sorted(one["rank"] for one in found) == [1, 2, 3, 4, 5]
    by_rank = sorted(found, key=lambda one: one["rank"])
    assert [one["score"] for one in by_rank] == sorted((one["score"] for one in found), reverse=True)
    assert all(0 < one["predicted_ctr"] < 1 for one in found)


@pytest.mark.parametrize(("route", "field"), [("roas", "items"), ("ctr", "scenes")])
def test_the_documented_example_is_predicted(ml: TestClient, route: str, field: str) -> None:
    schemas = ml.get("/openapi.json").json()["components"]["schemas"]
    (example,) = schemas[f"{route.capitalize()}Request"]["examples"]
    assert ml.post(f"/api/ml/predict/{route}", json=example).status_code == 200
    assert ml.post(f"/api/ml/predict/{route}", json={field: []}).json()["model_version"] is None


def test_what_does_not_fit_is_named(ml: TestClient) -> None:
    for body, said in UNFIT:
        content = json.dumps(body)
        refused = ml.post("/api/ml/predict/roas", content=content, headers={"content-type": "application/json"})
        assert said in problem(refused, 413 if len(content) > 256 * 1024 else 422)["detail"]


def test_promote_and_roll_back(ml: TestClient, served: Container, small_models: Models) -> None:
    newer = add_model(served, ModelName.ROAS, small_models[ModelName.ROAS], promote=False)
    assert newer == "roas-v2"
    assert ml.post(f"/api/ml/models/{newer}/promote").json()["stage"] == "champion"
    assert ml.post("/api/ml/predict/roas", json=roas_request()).json()["model_version"] == newer
    assert ml.post(f"/api/ml/models/{newer}/rollback").json()["model_id"] == "roas-v1"
    assert ml.post("/api/ml/predict/roas", json=roas_request()).json()["model_version"] == "roas-v1"
    listed = {model["model_id"]: model["stage"] for model in ml.get("/api/ml/models").json()["models"]}
    assert listed == {"roas-v1": "champion", "roas-v2": "archived", "scene-ctr-v1": "champion"}


def test_changes_that_cannot_be(ml: TestClient) -> None:
    before = ml.get("/api/ml/models").json()
    for path, status in REFUSED_CHANGES.items():
        problem(ml.post(f"/api/ml/models/{path}"), status)
    assert ml.get("/api/ml/models").json() == before


def test_a_model_that_does_not_load_is_not_promoted(ml: TestClient, served: Container, small_models: Models) -> None:
    newer = add_model(served, ModelName.ROAS, small_models[ModelName.ROAS], promote=False)
    for archive in sorted((served.settings.home / "objects/models/roas").iterdir())[1:]:
        archive.write_bytes(b"not a model")
    problem(ml.post(f"/api/ml/models/{newer}/promote"), 503)
    assert ml.post("/api/ml/predict/roas", json=roas_request()).json()["model_version"] == "roas-v1"
    listed = {model["model_id"]: model["stage"] for model in ml.get("/api/ml/models").json()["models"]}
    assert listed[newer] == "challenger"


def test_a_change_that_is_not_committed_does_not_answer(
    ml: TestClient, served: Container, small_models: Models
) -> None:
    newer = add_model(served, ModelName.ROAS, small_models[ModelName.ROAS], promote=False)
    with served.database.transaction() as session:
        session.execute(text(_REFUSED_AT_COMMIT))
    problem(ml.post(f"/api/ml/models/{newer}/promote"), 500)
    assert ml.post("/api/ml/predict/roas", json=roas_request()).json()["model_version"] == "roas-v1"


def test_without_models_it_does_not_start(make_container: MakeContainer, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="no champion"), client_of(create_ml_service(make_container())):
        pass
