"""The ML service: predictions for what fits the schema, refusals for the rest."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.api.ml import create_ml_service
from geminivideo.app.container import Container
from tests.app.answers import problem
from tests.app.conftest import client_of
from tests.oracle.examples import roas_items, scene_items


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
    (roas_request(hook_effectiveness="7.5"), "items.0.features.hook_effectiveness"),
    (roas_request(hook_effectiveness=True), "items.0.features.hook_effectiveness"),
    (roas_request(hook_effectiveness=[7]), "items.0.features.hook_effectiveness"),
    (roas_request(hook_effectiveness=10**400), "hook_effectiveness"),
    (roas_request(cta_strength=-0.001), "outside 0 to 10"),
    (roas_request(price=5), "price of 'bp_000' is not known"),
    ({"items": [{"id": "a", "features": {}}]}, "of 'a' are missing"),
    ({"items": [{**roas_request()["items"][0], "schema_version": 99}]}, "version 99"),
    ({"items": [{"features": {}}]}, "items.0.id is missing"),
    ({"items": roas_request()["items"] * 1001}, "at most 1000"),
    ({**roas_request(), "acount_id": "acme"}, "acount_id"),
    ({**roas_request(), "account_id": "no/account"}, "account_id"),
    ({**roas_request(), "account_id": ""}, "account_id"),
    ({"items": [{**roas_request()["items"][0], "feature": {}}]}, "items.0.feature "),
    ({"items": [{**roas_request()["items"][0], "id": ""}]}, "items.0.id"),
    ({"items": [{**roas_request()["items"][0], "id": "a\x00b"}]}, "items.0.id"),
    ({"items": [{**roas_request()["items"][0], "id": "a\ud800b"}]}, "items.0.id"),
    (roas_request(**{"a\ud800b": 7}), "items.0.features"),
    ({}, "items is missing"),
    ([], "body"),
)


def ctr_request(**changes: Any) -> dict[str, Any]:
    (scene,) = scene_items(1)
    return {"scenes": [{"scene_id": scene.scene_id, "features": {**scene.features, **changes}}]}


UNFIT_SCENES: tuple[tuple[Any, str], ...] = (
    (ctr_request(motion=1.5), "motion of 'scene_000' is 1.5, outside 0 to 1"),
    (ctr_request(motion=float("nan")), "must be a number"),
    (ctr_request(loudness_lufs=float("-inf")), "must be a number"),
    (ctr_request(seconds=None), "seconds of 'scene_000' is null and must be a number"),
    (ctr_request(motion="fast"), "scenes.0.features.motion"),
    (ctr_request(smell=1), "smell of 'scene_000' is not known"),
    ({"scenes": [{"scene_id": "a", "features": {}}]}, "of 'a' are missing"),
    ({"scenes": [{**ctr_request()["scenes"][0], "schema_version": 0}]}, "version 0"),
    ({"items": []}, "scenes is missing"),
)


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
    for route, cases in {"roas": UNFIT, "ctr": UNFIT_SCENES}.items():
        for body, said in cases:
            headers = {"content-type": "application/json"}
            refused = ml.post(f"/api/ml/predict/{route}", content=json.dumps(body), headers=headers)
            assert said in problem(refused, 422)["detail"]


def test_the_largest_batch_fits_into_a_request(ml: TestClient) -> None:
    scenes = [{"scene_id": f"footage_{'0' * 180}{n}", "features": scene_items(1)[0].features} for n in range(1000)]
    answer = ml.post("/api/ml/predict/ctr", json={"scenes": scenes, "log": False})
    assert len(answer.raise_for_status().json()["predictions"]) == 1000
    problem(ml.post("/api/ml/predict/ctr", content=b" " * (2 * 1024 * 1024 + 1)), 413)


def test_numbers_that_json_does_not_have_are_refused_however_they_are_written(ml: TestClient) -> None:
    whole = json.dumps(roas_request(hook_effectiveness=7.25))
    for written in ("NaN", "Infinity", "-Infinity", "1e999"):
        content = whole.replace("7.25", written)
        refused = ml.post("/api/ml/predict/roas", content=content, headers={"content-type": "application/json"})
        assert "hook_effectiveness of 'bp_000'" in problem(refused, 422)["detail"]
