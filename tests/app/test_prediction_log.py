"""Predictions are kept by whoever makes them: campaigns, analysed footage, and the predict routes."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.api.ml import create_ml_service
from geminivideo.app.api.predictions import PredictionRoutes
from geminivideo.app.container import Container
from geminivideo.core.database import Database
from geminivideo.footage import analysis as analysis_module
from geminivideo.oracle.model import ModelName, Weighting
from geminivideo.oracle.prediction_log import LoggedPrediction, predictions_of
from geminivideo.oracle.wire.ctr import CtrRequest
from geminivideo.oracle.wire.roas import RoasRequest
from tests.app.builders import BRIEF
from tests.app.conftest import client_of
from tests.app.test_sidecar import Footage, run_jobs
from tests.footage.builders import observe_here
from tests.oracle.examples import roas_items, scene_items


@pytest.fixture
def ml(served: Container) -> Iterator[TestClient]:
    with client_of(create_ml_service(served)) as client:
        yield client


def kept(container: Container, name: ModelName, account_id: str = "default") -> list[LoggedPrediction]:
    with container.database.transaction() as session:
        return predictions_of(session, account_id, name)


def roas_request(**fields: Any) -> dict[str, Any]:
    return {"items": [{"id": item.id, "features": item.features} for item in roas_items(3)], **fields}


def test_a_campaign_keeps_what_was_predicted_of_its_blueprints(served: Container, client: TestClient) -> None:
    brief = {**BRIEF, "account_id": "acme"}
    campaign_id = client.post("/pipeline/generate-campaign?wait=false", json=brief).json()["campaign_id"]
    assert run_jobs(served) == 1
    story = client.get(f"/pipeline/campaign/{campaign_id}/blueprints/bp_001").json()
    found = {one.subject: one for one in kept(served, ModelName.ROAS, "acme")}
    assert sorted(found) == [f"{campaign_id}/bp_00{number}" for number in (1, 2, 3)]
    one = found[f"{campaign_id}/bp_001"]
    assert (one.predicted, list(one.interval)) == (story["oracle"]["predicted_roas"], story["oracle"]["interval"])
    assert (one.features, one.model_id) == (story["oracle"]["features"], "roas-v1")
    assert (story["oracle"]["weighting"] in set(Weighting), story["oracle"]["history"]) == (True, None)


def test_analysed_footage_keeps_what_was_predicted_of_its_scenes(
    served: Container, client: TestClient, clip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis_module, "observe", observe_here)
    answer = Footage(served, client, clip).answer()
    (scene,) = answer["scenes"]
    (one,) = kept(served, ModelName.SCENE_CTR)
    assert one.subject == f"{answer['footage_id']}/{scene['scene_id']}"
    assert (one.predicted, one.model_id) == (scene["predicted_ctr"], "scene-ctr-v1")
    assert one.features["motion"] == pytest.approx(scene["features"]["motion"])


def test_the_routes_keep_what_they_answer_under_the_ids_of_the_request(ml: TestClient, served: Container) -> None:
    answer = ml.post("/api/ml/predict/roas", json=roas_request(account_id="acme")).json()
    found = kept(served, ModelName.ROAS, "acme")
    assert answer["logged"] is True
    assert [(one.subject, one.predicted) for one in found] == [
        (item["id"], item["predicted_roas"]) for item in answer["items"]
    ]
    scenes = [{"scene_id": scene.scene_id, "features": scene.features} for scene in scene_items(2)]
    assert ml.post("/api/ml/predict/ctr", json={"scenes": scenes}).json()["logged"] is True
    assert [one.subject for one in kept(served, ModelName.SCENE_CTR)] == ["scene_000", "scene_001"]


def test_what_need_not_be_kept_is_not(ml: TestClient, served: Container) -> None:
    assert ml.post("/api/ml/predict/roas", json=roas_request(log=False)).json()["logged"] is False
    scenes = [{"scene_id": scene.scene_id, "features": scene.features} for scene in scene_items(2)]
    assert ml.post("/api/ml/predict/ctr", json={"scenes": scenes, "log": False}).json()["logged"] is False
    assert kept(served, ModelName.ROAS) == kept(served, ModelName.SCENE_CTR) == []


def test_a_refused_request_keeps_nothing(ml: TestClient, served: Container) -> None:
    request = roas_request()
    request["items"][2]["features"] = {}
    assert ml.post("/api/ml/predict/roas", json=request).status_code == 422
    assert kept(served, ModelName.ROAS) == []


def test_without_a_database_a_prediction_is_made_and_says_that_it_was_not_kept(served: Container) -> None:
    served.serving_models.reload()
    away = Database("postgresql://nobody@127.0.0.1:9/nothing")
    routes = PredictionRoutes(served.local_oracle, away, served.clock)
    roas = routes.predict_roas(RoasRequest.of(roas_items(2), "default", log=True))
    ctr = routes.predict_ctr(CtrRequest.of(scene_items(2), "default", log=True))
    assert [len(roas.items), roas.logged, len(ctr.predictions), ctr.logged] == [2, False, 2, False]
