"""Vertex AI through the settings: what the doctor says, the command that deploys, and who then predicts."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.app.cli.doctor.vertex import check_vertex
from geminivideo.app.cli.vertex import run_deploy
from geminivideo.app.container import Container
from geminivideo.core.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from geminivideo.core.settings import Settings
from geminivideo.oracle.model import ModelName, ServedBy
from geminivideo.oracle.trained import TrainedModel
from tests.app.builders import add_model
from tests.app.conftest import MakeContainer
from tests.language_models.test_other_servers import USER
from tests.oracle.examples import roas_items, scene_items
from tests.oracle_vertex.containers import in_thread
from tests.oracle_vertex.server import LOCATION, PARENT, PROJECT, Vertex
from tests.rendering_voice.servers import KEY, Service
from tests.rendering_voice.servers import served as serve

IMAGE = "europe-west4-docker.pkg.dev/shop-1/ads/geminivideo:1"
Models = dict[ModelName, TrainedModel]
Make = Callable[..., Container]


@pytest.fixture
def google(tmp_path: Path, gcs_emulator: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", gcs_emulator)
    vertex = Vertex(in_thread(tmp_path / "machine"))
    with serve(Service({}, vertex)) as service:
        yield service
        vertex.stop()


@pytest.fixture
def make(google: Service, served: Container, make_container: MakeContainer, tmp_path: Path) -> Make:
    """Containers whose registry has champions, and that may use Vertex AI."""
    path = tmp_path / "vertex.json"
    path.write_text(json.dumps({**USER, "token_uri": f"{google.url}/token"}))
    usual = {
        "vertex_project": PROJECT,
        "vertex_region": LOCATION,
        "vertex_credentials": path,
        "vertex_endpoint_base_url": google.url,
        "vertex_image": IMAGE,
        "vertex_bucket": "gs://ads/vertex",
    }
    return lambda **changes: make_container(**{**usual, **changes})


def deploy(container: Container, model_id: str = "roas-v1") -> None:
    run_deploy(container.settings, Output(as_json=True), model_id, lambda _seconds: None)


def test_from_the_registry_to_a_prediction(make: Make, google: Service, capsys: pytest.CaptureFixture[str]) -> None:
    deploy(make())
    answer = json.loads(capsys.readouterr().out)
    assert answer["endpoint"] == f"{PARENT}/endpoints/7000"
    assert answer["setting"] == "GEMINIVIDEO_VERTEX_ROAS_ENDPOINT"
    container = make(vertex_roas_endpoint=answer["endpoint"])
    (found,) = container.oracle.predict_roas(roas_items(1))
    assert (found.served_by, found.model_version) == (ServedBy.VERTEX, "roas-v1")
    assert found.predicted_roas == container.local_oracle.predict_roas(roas_items(1))[0].predicted_roas
    assert container.oracle.predict_ctr(scene_items(1))[0].served_by is ServedBy.IN_PROCESS
    assert KEY not in str(answer)
    deploy(container)
    assert json.loads(capsys.readouterr().out)["endpoint"] == answer["endpoint"], "the endpoint that is set"


def test_a_new_champion_is_predicted_with_here_until_it_is_deployed(
    make: Make, google: Service, small_models: Models, capsys: pytest.CaptureFixture[str]
) -> None:
    deploy(make())
    container = make(vertex_roas_endpoint=json.loads(capsys.readouterr().out)["endpoint"])
    add_model(container, ModelName.ROAS, small_models[ModelName.ROAS], promote=True)
    (found,) = container.oracle.predict_roas(roas_items(1))
    assert (found.served_by, found.model_version) == (ServedBy.IN_PROCESS, "roas-v2")


def test_only_champions_are_deployed(make: Make, google: Service, small_models: Models) -> None:
    container = make()
    add_model(container, ModelName.ROAS, small_models[ModelName.ROAS], promote=False)
    with pytest.raises(ConflictError, match="roas-v2 is challenger"):
        deploy(container, "roas-v2")
    with pytest.raises(NotFoundError, match="roas-v9"):
        deploy(container, "roas-v9")
    assert google.seen == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vertex_image": None}, "GEMINIVIDEO_VERTEX_IMAGE"),
        ({"vertex_bucket": None}, "GEMINIVIDEO_VERTEX_BUCKET"),
        ({"vertex_region": "global"}, "GEMINIVIDEO_VERTEX_REGION"),
        ({"vertex_project": None}, "GEMINIVIDEO_VERTEX_PROJECT"),
    ],
)
def test_what_is_not_set_is_named_before_anything_is_made(
    make: Make, google: Service, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        deploy(make(**change))
    assert said in refused.value.next_step
    assert google.seen == []


@pytest.mark.parametrize(("name", "why"), [(None, "no credentials"), ("none.json", "not usable")])
def test_without_usable_credentials_this_machine_predicts(
    make: Make, google: Service, tmp_path: Path, name: str | None, why: str
) -> None:
    endpoint = f"{PARENT}/endpoints/7000"
    container = make(vertex_roas_endpoint=endpoint, vertex_credentials=tmp_path / name if name else None)
    assert container.oracle.predict_roas(roas_items(1))[0].served_by is ServedBy.IN_PROCESS
    with pytest.raises(UnavailableError, match=why) as error:
        container.vertex.endpoint(endpoint).state()
    assert "GEMINIVIDEO_VERTEX_CREDENTIALS" in error.value.next_step
    assert google.seen == []


@pytest.mark.parametrize(
    "change",
    [
        {"vertex_roas_endpoint": "7000"},
        {"vertex_roas_endpoint": "projects/p/locations/l/endpoints/../x"},
        {"vertex_scene_ctr_endpoint": "projects/p/locations/l/models/1"},
        {"vertex_endpoint_base_url": "ftp://here"},
        {"vertex_bucket": "s3://ads"},
        {"vertex_machine": "n1 standard"},
        {"vertex_replicas": 0},
        {"vertex_timeout_seconds": 0},
    ],
)
def test_settings_that_cannot_be(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(home=tmp_path, _env_file=None, **change)


def finding(**changes: Any) -> Finding:
    return check_vertex(Settings(_env_file=None, **changes))


def test_what_the_doctor_says(tmp_path: Path) -> None:
    endpoint = f"{PARENT}/endpoints/7000"
    off = finding()
    assert (off.state, "GEMINIVIDEO_VERTEX_ROAS_ENDPOINT" in off.detail) == ("ok", True)
    keyless = finding(vertex_roas_endpoint=endpoint)
    assert (keyless.state, "GEMINIVIDEO_VERTEX_CREDENTIALS is not" in keyless.detail) == ("broken", True)
    path = tmp_path / "vertex.json"
    with pytest.raises(UnavailableError, match="not usable"):
        finding(vertex_roas_endpoint=endpoint, vertex_credentials=path)
    path.write_text(json.dumps(USER))
    found = finding(vertex_roas_endpoint=endpoint, vertex_credentials=path)
    assert (found.state, f"roas: {endpoint}, not tried" in found.detail) == ("ok", True)
    assert "client-secret-1" not in found.detail
