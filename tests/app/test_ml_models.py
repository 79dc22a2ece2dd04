"""The registry over HTTP: promoting, going back, accounts, broken models, and two processes that agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from geminivideo.app.api.ml import create_ml_service
from geminivideo.app.container import Container
from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import UnavailableError
from geminivideo.oracle import registry
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from tests.app.answers import problem
from tests.app.builders import add_model
from tests.app.conftest import MakeContainer, client_of
from tests.oracle.examples import roas_items

Models = dict[ModelName, TrainedModel]
ROAS = ModelName.ROAS

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


@pytest.fixture
def ml(served: Container) -> Iterator[TestClient]:
    with client_of(create_ml_service(served)) as client:
        yield client


def answering(ml: TestClient, account_id: str = "default") -> str:
    items = [{"id": item.id, "features": item.features} for item in roas_items(1)]
    answer = ml.post("/api/ml/predict/roas", json={"items": items, "account_id": account_id, "log": False})
    return str(answer.raise_for_status().json()["model_version"])


def listed(ml: TestClient, **asked: str) -> dict[str, str]:
    models = ml.get("/api/ml/models", params=asked).raise_for_status().json()["models"]
    return {model["model_id"]: model["stage"] for model in models}


def break_file(container: Container, model_id: str) -> None:
    with container.database.transaction() as session:
        key = registry.get(session, model_id).artifact_key
    (container.settings.home / "objects" / key).write_bytes(b"not a model")


def test_promote_and_roll_back(ml: TestClient, served: Container, small_models: Models) -> None:
    newer = add_model(served, ROAS, small_models[ROAS], promote=False)
    assert newer == "roas-v2"
    promoted = ml.post(f"/api/ml/models/{newer}/promote").json()
    assert (promoted["stage"], promoted["reason"]) == ("champion", "by hand")
    assert answering(ml) == newer
    back = ml.post(f"/api/ml/models/{newer}/rollback", params={"reason": "worse on Mondays"}).json()
    assert (back["model_id"], back["reason"]) == ("roas-v1", "by hand: worse on Mondays")
    assert answering(ml) == "roas-v1"
    assert listed(ml) == {"roas-v1": "champion", "roas-v2": "archived", "scene-ctr-v1": "champion"}


def test_an_account_gets_its_own_model_and_gives_it_back(
    ml: TestClient, served: Container, small_models: Models
) -> None:
    own = add_model(served, ROAS, small_models[ROAS], promote=False, account_id="a.cme")
    assert own == "roas-a.cme-v1"
    assert ml.post(f"/api/ml/models/{own}/promote").json()["account_id"] == "a.cme"
    assert [answering(ml, account) for account in ("a.cme", "default")] == [own, "roas-v1"]
    assert listed(ml, account_id="a.cme") == {"roas-v1": "champion", own: "champion", "scene-ctr-v1": "champion"}
    assert listed(ml, account_id="globex") == {"roas-v1": "champion", "scene-ctr-v1": "champion"}
    assert ml.post(f"/api/ml/models/{own}/rollback").json()["model_id"] == "roas-v1"
    assert answering(ml, "a.cme") == "roas-v1"


def test_changes_that_cannot_be(ml: TestClient) -> None:
    before = ml.get("/api/ml/models").json()
    for path, status in REFUSED_CHANGES.items():
        problem(ml.post(f"/api/ml/models/{path}"), status)
    problem(ml.get("/api/ml/models", params={"account_id": "no/account"}), 422)
    for reason in ("x" * 301, "a\x00b"):
        problem(ml.post("/api/ml/models/roas-v1/rollback", params={"reason": reason}), 422)
    assert ml.get("/api/ml/models").json() == before


def test_a_model_that_does_not_load_is_not_promoted(ml: TestClient, served: Container, small_models: Models) -> None:
    newer = add_model(served, ROAS, small_models[ROAS], promote=False)
    break_file(served, newer)
    assert newer in problem(ml.post(f"/api/ml/models/{newer}/promote"), 503)["detail"]
    assert answering(ml) == "roas-v1"
    assert listed(ml)[newer] == "challenger"


def test_a_change_that_is_not_committed_does_not_answer(
    ml: TestClient, served: Container, small_models: Models
) -> None:
    newer = add_model(served, ROAS, small_models[ROAS], promote=False)
    with served.database.transaction() as session:
        session.execute(text(_REFUSED_AT_COMMIT))
    problem(ml.post(f"/api/ml/models/{newer}/promote"), 500)
    assert answering(ml) == "roas-v1"


def test_a_broken_champion_does_not_stop_the_start_and_is_told(served: Container, small_models: Models) -> None:
    broken = add_model(served, ROAS, small_models[ROAS], promote=True)
    break_file(served, broken)
    with client_of(create_ml_service(served)) as ml:
        assert answering(ml) == "roas-v1"
        problems = {model["model_id"]: model["problem"] for model in ml.get("/api/ml/models").json()["models"]}
        ready = ml.get("/readyz")
    assert "SHA-256 differs" in problems.pop(broken)
    assert set(problems.values()) == {None}
    state = ready.json()["dependencies"]["models"]
    assert (ready.status_code, state["ok"]) == (200, True)
    assert f"roas-v1 in place of {broken}: " in state["detail"]


def test_with_no_good_model_left_it_is_not_ready_and_says_why(ml: TestClient, served: Container) -> None:
    assert ml.get("/readyz").json()["dependencies"]["models"]["detail"] == "roas-v1 and scene-ctr-v1 answer"
    with served.database.transaction() as session:
        session.execute(text("DELETE FROM model_registry WHERE name = 'roas'"))
    fresh = client_of(create_ml_service(served))
    served.serving_models._answering = {}
    served.serving_models.look_again()
    ready = fresh.get("/readyz")
    assert ready.status_code == 503
    assert "no champion for roas" in ready.json()["dependencies"]["models"]["detail"]


def test_without_models_it_does_not_start(make_container: MakeContainer, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="no champion"), client_of(create_ml_service(make_container())):
        pass


def test_a_promotion_in_one_process_is_seen_by_another(
    served: Container, make_container: MakeContainer, small_models: Models, clock: ManualClock
) -> None:
    newer = add_model(served, ROAS, small_models[ROAS], promote=False)
    other = make_container(clock)
    with client_of(create_ml_service(served)) as here, client_of(create_ml_service(other)) as there:
        here.post(f"/api/ml/models/{newer}/promote").raise_for_status()
        assert [answering(here), answering(there)] == [newer, "roas-v1"]
        clock.advance(3)
        assert answering(there) == newer
        there.post(f"/api/ml/models/{newer}/rollback").raise_for_status()
        assert answering(there) == "roas-v1"
