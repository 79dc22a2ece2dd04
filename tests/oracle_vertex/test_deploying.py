"""From the registry to an endpoint and back, against a bucket, a Vertex AI and containers that really run."""

from pathlib import Path
from typing import Any

import pytest

from geminivideo.core.clock import ManualClock, SystemClock
from geminivideo.core.errors import GeminivideoError, ProcessingError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.opening import open_storage
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.vertex.deploying import Bucket, Deployer, Machine
from geminivideo.oracle.vertex.endpoint import Endpoint, EndpointState
from geminivideo.oracle.vertex.faults import VertexError
from geminivideo.oracle.vertex.operations import Operation, Operations
from geminivideo.oracle.vertex.predictor import VertexOracle
from geminivideo.oracle.vertex.trial import try_endpoint
from tests.oracle.examples import roas_items, scene_items
from tests.oracle_vertex.conftest import Cloud
from tests.oracle_vertex.containers import as_process
from tests.oracle_vertex.server import PARENT, ContainerFailedError, error, predictions
from tests.rendering_voice.servers import Reply

IMAGE = "europe-west4-docker.pkg.dev/shop-1/ads/geminivideo:1"
ROAS, CTR = ModelName.ROAS, ModelName.SCENE_CTR
Serving = dict[ModelName, ServingModel]


class Console:
    """Deploys as the command does; nobody waits for the pauses, but the clock goes on."""

    def __init__(self, cloud: Cloud, bucket: Bucket, folder: Path, **machine: Any) -> None:
        self.cloud = cloud
        self.bucket = bucket
        self.folder = folder
        self.said: list[str] = []
        self.waited: list[float] = []
        rest = cloud.rest(60)  # what Vertex AI does in the background is done here before it answers
        operations = Operations(rest, cloud.clock, self.wait, longest_seconds=600)
        self.deployer = Deployer(PARENT, rest, operations, bucket, Machine(IMAGE, "n1-standard-2", **machine), self.say)

    def say(self, line: str) -> None:
        self.said.append(line)

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.cloud.clock.advance(seconds)

    def endpoint(self, name: ModelName = ROAS) -> Endpoint:
        return self.cloud.endpoint(self.deployer.create_endpoint(name))

    def upload(self, serving: ServingModel) -> str:
        archive = self.folder / f"{serving.model_id}.zip"
        sha256 = pack(serving.model, archive, self.folder)
        return self.deployer.upload(serving.model_id, archive, sha256)

    def deploy(self, endpoint: Endpoint, serving: ServingModel) -> str:
        model = self.upload(serving)
        return self.deployer.replace(
            endpoint, serving.model_id, model, lambda: try_endpoint(endpoint, serving, self.wait)
        )


@pytest.fixture
def bucket(gcs_emulator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", gcs_emulator)
    uri = f"gs://ads/{tmp_path.name.replace('_', '-')}"
    return Bucket(open_storage(Settings(home=tmp_path, storage_url=uri, _env_file=None), SystemClock()), uri)


@pytest.fixture
def console(cloud: Cloud, bucket: Bucket, tmp_path: Path) -> Console:
    return Console(cloud, bucket, tmp_path)


def serving_there(cloud: Cloud, endpoint: Endpoint) -> dict[str, int]:
    state = cloud.vertex.of(endpoint.name)
    names = {each["id"]: each["displayName"] for each in state["deployedModels"]}
    return {name: state["trafficSplit"].get(number, 0) for number, name in names.items()}


def with_id(serving: ServingModel, model_id: str) -> ServingModel:
    return ServingModel(model_id, serving.model)


def test_a_champion_is_deployed_and_replaced(cloud: Cloud, console: Console, serving: Serving) -> None:
    endpoint = console.endpoint()
    assert console.said[-1] == f"made {endpoint.name}", "who has to try again need not make another"
    console.deploy(endpoint, serving[ROAS])
    assert serving_there(cloud, endpoint) == {"roas-v3": 100}
    newer = with_id(serving[ROAS], "roas-v4")
    console.deploy(endpoint, newer)
    assert serving_there(cloud, endpoint) == {"roas-v4": 100}
    assert list(cloud.vertex.running) == ["2"], "the machine of the one before is given back"
    predicted = VertexOracle(endpoint, "roas-v4").predict_roas(roas_items(3))
    assert [found.model_version for found in predicted] == ["roas-v4"] * 3
    deployed = cloud.vertex.of(endpoint.name)["deployedModels"][0]
    assert deployed["dedicatedResources"]["maxReplicaCount"] == 1
    assert "serviceAccount" not in deployed
    assert [line for line in console.said if "taking down" in line] == ["taking down roas-v3"]


def test_scenes_have_an_endpoint_of_their_own(cloud: Cloud, bucket: Bucket, tmp_path: Path, serving: Serving) -> None:
    console = Console(cloud, bucket, tmp_path, replicas=3, service_account="ads@shop-1.iam.gserviceaccount.com")
    endpoint = console.endpoint(CTR)
    console.deploy(endpoint, serving[CTR])
    assert len(VertexOracle(endpoint, "scene-ctr-v1").predict_ctr(scene_items(4))) == 4
    deployed = cloud.vertex.of(endpoint.name)["deployedModels"][0]
    assert deployed["serviceAccount"] == "ads@shop-1.iam.gserviceaccount.com"
    assert deployed["dedicatedResources"]["maxReplicaCount"] == 3


def test_the_same_model_is_made_once(cloud: Cloud, console: Console, serving: Serving) -> None:
    first, again = console.upload(serving[ROAS]), console.upload(serving[ROAS])
    assert first == again
    assert console.upload(with_id(serving[ROAS], "roas-v4")) != first
    assert len(cloud.vertex.models) == 2


def test_the_command_of_the_container_serves_the_model(cloud: Cloud, console: Console, serving: Serving) -> None:
    cloud.vertex.start = as_process(console.folder / "machine")
    endpoint = console.endpoint()
    console.deploy(endpoint, serving[ROAS])
    assert VertexOracle(endpoint, "roas-v3").predict_roas(roas_items(1))[0].predicted_roas > 0


def test_a_file_that_is_not_the_registrys_is_not_served(cloud: Cloud, console: Console, serving: Serving) -> None:
    endpoint = console.endpoint()
    console.deploy(endpoint, serving[ROAS])
    newer = with_id(serving[ROAS], "roas-v4")
    model = console.upload(newer)
    (console.folder / "bent").write_bytes(b"something else")
    folder = cloud.vertex.models[model]["artifactUri"].removeprefix(f"{console.bucket.uri}/")
    console.bucket.storage.put(f"{folder}/model.zip", console.folder / "bent", content_type="application/zip")
    with pytest.raises(ProcessingError, match="SHA-256 differs"):
        console.deployer.replace(endpoint, "roas-v4", model, lambda: None)
    assert serving_there(cloud, endpoint) == {"roas-v3": 100}


def test_what_answers_otherwise_is_taken_back(cloud: Cloud, console: Console, serving: Serving) -> None:
    """As an image from another version of the program might."""
    endpoint = console.endpoint()
    console.deploy(endpoint, serving[ROAS])
    right, other = with_id(serving[ROAS], "roas-v4"), with_id(serving[CTR], "roas-v4")
    with pytest.raises(VertexError, match="scene_id is missing"):
        console.deployer.replace(
            endpoint, "roas-v4", console.upload(other), lambda: try_endpoint(endpoint, right, console.wait)
        )
    assert serving_there(cloud, endpoint) == {"roas-v3": 100}
    assert len(cloud.vertex.running) == 1
    assert "taking it down again" in console.said[-1]


def test_a_trial_compares_the_numbers(cloud: Cloud, console: Console, serving: Serving) -> None:
    endpoint = console.endpoint()
    console.deploy(endpoint, serving[ROAS])
    cloud.service.plan = [predictions({"id": "trial", "ensemble_score": 99.0})]
    with pytest.raises(ProcessingError, match=r"scores an example 99 on Vertex AI and [\d.]+ here"):
        try_endpoint(endpoint, serving[ROAS], console.wait)
    console.waited.clear()
    cloud.service.plan = [error(503, "UNAVAILABLE", "warming up")] * 3
    try_endpoint(endpoint, serving[ROAS], console.wait)
    assert console.waited == [10.0] * 3
    cloud.service.plan = [error(503, "UNAVAILABLE", "never")] * 6
    with pytest.raises(VertexError, match="never"):
        try_endpoint(endpoint, serving[ROAS], console.wait)


def test_operations_are_waited_for_through_hiccups(cloud: Cloud, console: Console) -> None:
    cloud.vertex.pending = 4
    before = cloud.clock.monotonic()
    endpoint = console.endpoint()
    assert endpoint.name == f"{PARENT}/endpoints/7000"
    assert console.waited == [2.0, 3.0, 4.5, 6.75, 10.125]
    assert cloud.clock.monotonic() - before == sum(console.waited)


def test_an_operation_that_hiccups_fails_or_never_ends(cloud: Cloud, console: Console, clock: ManualClock) -> None:
    cloud.vertex._operation({"name": f"{PARENT}/endpoints/1"})
    operations = Operations(cloud.rest(), clock, console.wait, longest_seconds=60)
    one = Operation(name=f"{PARENT}/operations/1")
    cloud.service.plan = [error(500, "INTERNAL", "hiccup"), Reply(503)]
    assert operations.result(one, "it", EndpointState).name == f"{PARENT}/endpoints/1"
    cloud.service.plan = [error(403, "PERMISSION_DENIED", "no operations.get")]
    with pytest.raises(VertexError, match="does not let"):
        operations.result(one, "it", EndpointState)
    cloud.vertex.operations["1"] = (99, {"name": one.name})
    with pytest.raises(ProcessingError, match="not done with it after 1 minutes"):
        operations.result(one, "it", EndpointState)
    for document, why in (
        ({"error": {"code": 8, "message": "no machines left"}}, "failed at it: no machines left"),
        ({"error": {"code": 8}}, "failed at it: code 8"),
        ({"response": {}}, "without the result"),
    ):
        cloud.vertex.operations["1"] = (0, {"name": one.name, "done": True, **document})
        with pytest.raises(GeminivideoError, match=why):
            operations.result(one, "it", EndpointState)


def test_an_operation_of_another_name_is_not_followed(cloud: Cloud, console: Console) -> None:
    cloud.service.plan = [Reply(body=b'{"name": "../../computeMetadata/v1/token"}')]
    with pytest.raises(GeminivideoError, match="not the name of a resource"):
        console.endpoint()
    assert len(cloud.service.seen) == 1


def test_a_deployment_that_fails_leaves_the_endpoint_as_it_was(
    cloud: Cloud, console: Console, serving: Serving
) -> None:
    endpoint = console.endpoint()
    console.deploy(endpoint, serving[ROAS])
    model = console.upload(with_id(serving[ROAS], "roas-v4"))
    cloud.vertex.start = _no_machine
    with pytest.raises(ProcessingError, match="exited unexpectedly: quota"):
        console.deployer.replace(endpoint, "roas-v4", model, lambda: None)
    assert serving_there(cloud, endpoint) == {"roas-v3": 100}


def _no_machine(_environment: dict[str, str], _spec: dict[str, Any]) -> Any:
    raise ContainerFailedError("quota")
