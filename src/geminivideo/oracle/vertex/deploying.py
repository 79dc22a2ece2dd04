"""From the registry to an endpoint: the file into a bucket, a Model from it, and that deployed with all the traffic.

What answered before is taken down only when the new one has answered as the model of the registry does; until then the
endpoint can go back, and does when the new one answers otherwise.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.web_service import AnswerPart
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.vertex import container
from geminivideo.oracle.vertex.endpoint import DeployedModel, Endpoint
from geminivideo.oracle.vertex.faults import VertexError
from geminivideo.oracle.vertex.operations import Operation, Operations
from geminivideo.oracle.vertex.rest import VertexRest

Report = Callable[[str], None]
# Whether what is deployed answers as it should; raises where it does not.
Trial = Callable[[], None]
_ALREADY_THERE = 409


@dataclass(frozen=True, slots=True)
class Bucket:
    """`uri` is where its keys begin, such as gs://bucket/prefix; a bucket that Vertex AI may read."""

    storage: ObjectStorage
    uri: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What a model is served in and on. There is always one replica, and at most `replicas`."""

    image: str
    machine_type: str
    replicas: int = 1
    service_account: str | None = None


class _Uploaded(AnswerPart):
    model: str


class _Created(AnswerPart):
    name: str


class _Deployed(AnswerPart):
    deployed: DeployedModel = Field(alias="deployedModel")


class _Undeployed(AnswerPart):
    pass


class Deployer:
    """`parent` is projects/PROJECT/locations/REGION."""

    def __init__(
        self, parent: str, rest: VertexRest, operations: Operations, bucket: Bucket, machine: Machine, report: Report
    ) -> None:
        self._parent = parent
        self._rest = rest
        self._operations = operations
        self._bucket = bucket
        self._machine = machine
        self._report = report

    def create_endpoint(self, name: ModelName) -> str:
        self._report("creating an endpoint")
        body = {"displayName": f"geminivideo {name}", "labels": {"geminivideo": name}}
        started = self._rest.post(f"{self._parent}/endpoints", body, Operation)
        made = self._operations.result(started, "creating an endpoint", _Created).name
        self._report(f"made {made}")  # it stays when what follows fails, and need not be made again
        return made

    def upload(self, model_id: str, archive: Path, sha256: str) -> str:
        """The resource name of a Model made from the file; the same file, image and id make the same Model.

        The container refuses a file that has not the `sha256` of the registry.
        """
        key = f"vertex/{sha256[:16]}"
        self._report(f"putting {model_id} into {self._bucket.uri}/{key}")
        self._bucket.storage.put(f"{key}/{container.ARTIFACT}", archive, content_type="application/zip")
        number = hashlib.sha256(f"{sha256} {model_id} {self._machine.image}".encode()).hexdigest()[:24]
        resource_id = f"geminivideo-{number}"
        model = _model(model_id, sha256, f"{self._bucket.uri}/{key}", self._machine.image)
        self._report("making a model of it on Vertex AI")
        try:
            body = {"modelId": resource_id, "model": model}
            started = self._rest.post(f"{self._parent}/models:upload", body, Operation)
        except VertexError as error:
            if error.code == _ALREADY_THERE:
                return f"{self._parent}/models/{resource_id}"
            raise
        return self._operations.result(started, "making a model", _Uploaded).model

    def replace(self, endpoint: Endpoint, model_id: str, model: str, trial: Trial) -> str:
        """Deploy the Model instead of all that is deployed there; the id of the deployment.

        Raises:
            GeminivideoError: when it cannot be deployed, or what `trial` raises; the endpoint is then as it was before.
        """
        before = endpoint.state()
        new = self._deploy(endpoint.name, model_id, model)
        try:
            self._report("asking it for a prediction")
            trial()
        except Exception:
            self._report("it does not answer as it should: taking it down again")
            self._undeploy(endpoint.name, new, before.traffic)
            raise
        for old in before.deployed:
            self._report(f"taking down {old.name or old.id}")
            self._undeploy(endpoint.name, old.id, {})
        return new

    def _deploy(self, endpoint: str, model_id: str, model: str) -> str:
        self._report(f"deploying {model_id}: this takes some ten minutes")
        machine = self._machine
        resources = {
            "machineSpec": {"machineType": machine.machine_type},
            "minReplicaCount": 1,
            "maxReplicaCount": machine.replicas,
        }
        deployed: dict[str, Any] = {"model": model, "displayName": model_id, "dedicatedResources": resources}
        if machine.service_account:
            deployed["serviceAccount"] = machine.service_account
        body = {"deployedModel": deployed, "trafficSplit": {"0": 100}}  # "0" is the one that is being deployed
        started = self._rest.post(f"{endpoint}:deployModel", body, Operation)
        return self._operations.result(started, f"deploying {model_id}", _Deployed).deployed.id

    def _undeploy(self, endpoint: str, deployed_id: str, traffic: Mapping[str, int]) -> None:
        body: dict[str, Any] = {"deployedModelId": deployed_id}
        if traffic:
            body["trafficSplit"] = dict(traffic)
        started = self._rest.post(f"{endpoint}:undeployModel", body, Operation)
        self._operations.result(started, f"taking down {deployed_id}", _Undeployed)


def _model(model_id: str, sha256: str, folder: str, image: str) -> dict[str, Any]:
    variables = {container.MODEL_ID: model_id, container.MODEL_SHA256: sha256}
    spec = {
        "imageUri": image,
        "command": ["geminivideo", "serve", "vertex"],
        "env": [{"name": name, "value": value} for name, value in variables.items()],
        "ports": [{"containerPort": container.PORT}],
        "predictRoute": container.PREDICT_ROUTE,
        "healthRoute": container.HEALTH_ROUTE,
    }
    return {"displayName": model_id, "artifactUri": folder, "containerSpec": spec, "labels": {"geminivideo": "model"}}
