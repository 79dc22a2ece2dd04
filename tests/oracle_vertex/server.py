"""Vertex AI on loopback: models, endpoints, operations; and containers of ours that it starts and calls."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.oracle_vertex.contract import complaints, method_of
from tests.rendering_voice.servers import KEY, Reply, Request, Service

PROJECT, LOCATION = "shop-1", "europe-west4"
PARENT = f"projects/{PROJECT}/locations/{LOCATION}"


class ContainerFailedError(Exception):
    """A container that does not start."""


@dataclass
class Running:
    url: str
    stop: Callable[[], object]


# The container that an environment and a specification start.
Start = Callable[[dict[str, str], dict[str, Any]], Running]


@dataclass
class Vertex:
    """`pending`: how often an operation is said to go on; `broken` holds the errors of the next operations."""

    start: Start
    pending: int = 1
    broken: list[dict[str, Any]] = field(default_factory=list)
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    endpoints: dict[str, dict[str, Any]] = field(default_factory=dict)
    running: dict[str, Running] = field(default_factory=dict)
    operations: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)
    deployments: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, _service: Service, request: Request) -> Reply:
        if request.path == "/token":
            return _reply({"access_token": KEY, "expires_in": 3_599, "token_type": "Bearer"})
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return error(401, "UNAUTHENTICATED", f"Invalid token {request.headers.get('authorization', '')[7:]}")
        found = method_of(request.method, request.path)
        if found is None:
            return error(404, "NOT_FOUND", f"no such method: {request.method} {request.path}")
        name, where = found
        self.called.append(name)
        if wrong := complaints(name, request.body):
            return error(400, "INVALID_ARGUMENT", "; ".join(wrong))
        if (where["project"], where["location"]) != (PROJECT, LOCATION):
            return error(403, "PERMISSION_DENIED", "not your project")
        with self.lock:
            answer: Reply = getattr(self, f"_{name}")(request, where)
        return answer

    def of(self, endpoint: str) -> dict[str, Any]:
        return self.endpoints[endpoint.rpartition("/")[2]]

    def stop(self) -> None:
        for each in self.running.values():
            each.stop()

    def _upload(self, request: Request, _where: dict[str, str]) -> Reply:
        name = f"{PARENT}/models/{request.body.get('modelId', len(self.models) + 1)}"
        if name in self.models:
            return error(409, "ALREADY_EXISTS", f"{name} exists")
        self.models[name] = request.body["model"]
        return self._operation({"model": name, "modelVersionId": "1"})

    def _create_endpoint(self, request: Request, _where: dict[str, str]) -> Reply:
        number = str(7_000 + len(self.endpoints))
        name = f"{PARENT}/endpoints/{number}"
        self.endpoints[number] = {**request.body, "name": name, "deployedModels": [], "trafficSplit": {}}
        return self._operation({"name": name, "displayName": request.body["displayName"]})

    def _get_endpoint(self, _request: Request, where: dict[str, str]) -> Reply:
        endpoint = self.endpoints.get(where["endpoint"])
        if endpoint is None:
            return error(404, "NOT_FOUND", f"Endpoint `{where['endpoint']}` not found.")
        return _reply({name: value for name, value in endpoint.items() if value})  # as protobuf's JSON: none of nothing

    def _deploy(self, request: Request, where: dict[str, str]) -> Reply:
        endpoint, asked = self.endpoints[where["endpoint"]], request.body["deployedModel"]
        model = self.models.get(asked["model"])
        if model is None:
            return error(404, "NOT_FOUND", f"The Model {asked['model']} does not exist.")
        self.deployments += 1
        number = str(self.deployments)
        try:
            self.running[number] = self._started(model, where["endpoint"], number)
        except ContainerFailedError as failure:
            return self._operation({}, {"code": 9, "message": f"Model server exited unexpectedly: {failure}"})
        split = request.body.get("trafficSplit", {})
        if split:
            endpoint["trafficSplit"] = {number if key == "0" else key: share for key, share in split.items()}
        endpoint["deployedModels"].append({**asked, "id": number, "createTime": "2026-11-21T08:00:00Z"})
        return self._operation({"deployedModel": {"id": number, "model": asked["model"]}})

    def _undeploy(self, request: Request, where: dict[str, str]) -> Reply:
        endpoint, number = self.endpoints[where["endpoint"]], request.body["deployedModelId"]
        left = [each for each in endpoint["deployedModels"] if each["id"] != number]
        split = request.body.get("trafficSplit") or endpoint["trafficSplit"]
        if left and split.get(number):
            return error(400, "FAILED_PRECONDITION", f"DeployedModel {number} still has traffic")
        endpoint["deployedModels"], endpoint["trafficSplit"] = left, split if left else {}
        self.running.pop(number).stop()
        return self._operation({})

    def _get_operation(self, _request: Request, where: dict[str, str]) -> Reply:
        name = where["operation"]
        pending, document = self.operations[name]
        self.operations[name] = (pending - 1, document)
        return _reply(document if pending <= 0 else {"name": document["name"]})

    def _predict(self, request: Request, where: dict[str, str]) -> Reply:
        endpoint = self.endpoints[where["endpoint"]]
        served = next((number for number, share in endpoint["trafficSplit"].items() if share), None)
        if served is None:
            return error(400, "FAILED_PRECONDITION", "Endpoint has no deployed models with traffic.")
        (deployed,) = [each for each in endpoint["deployedModels"] if each["id"] == served]
        route = self.models[deployed["model"]]["containerSpec"]["predictRoute"]
        answer = httpx.post(self.running[served].url + route, json=request.body, trust_env=False)
        if answer.status_code != 200:
            return error(answer.status_code, "INVALID_ARGUMENT", answer.text)
        names = {"deployedModelId": served, "model": deployed["model"], "modelDisplayName": deployed["displayName"]}
        return _reply({"predictions": answer.json()["predictions"], **names, "modelVersionId": "1"})

    def _started(self, model: dict[str, Any], endpoint: str, number: str) -> Running:
        spec = model["containerSpec"]
        own = {
            "AIP_HTTP_PORT": str(spec["ports"][0]["containerPort"]),
            "AIP_HEALTH_ROUTE": spec["healthRoute"],
            "AIP_PREDICT_ROUTE": spec["predictRoute"],
            "AIP_STORAGE_URI": model["artifactUri"],
            "AIP_ENDPOINT_ID": endpoint,
            "AIP_DEPLOYED_MODEL_ID": number,
            "AIP_MODE": "PREDICTION",
        }
        container = self.start({**{each["name"]: each["value"] for each in spec["env"]}, **own}, spec)
        if httpx.get(container.url + spec["healthRoute"], trust_env=False).status_code != 200:
            raise ContainerFailedError("it is not healthy")
        return container

    def _operation(self, response: dict[str, Any], failure: dict[str, Any] | None = None) -> Reply:
        name = f"{PARENT}/operations/{len(self.operations) + 1}"
        failure = self.broken.pop(0) if self.broken else failure
        outcome = {"error": failure} if failure else {"response": {"@type": "type.googleapis.com/any", **response}}
        self.operations[name.rpartition("/")[2]] = (self.pending, {"name": name, "done": True, **outcome})
        return _reply({"name": name, "metadata": {"@type": "type.googleapis.com/any", "genericMetadata": {}}})


def _reply(document: dict[str, Any]) -> Reply:
    return Reply(body=json.dumps(document).encode())


def error(status: int, name: str, message: str) -> Reply:
    return Reply(status, json.dumps({"error": {"code": status, "message": message, "status": name}}).encode())


def predictions(*changes: dict[str, Any], **others: Any) -> Reply:
    """What an endpoint might answer about `bp_000`."""
    usual = {
        "id": "bp_000",
        "predicted_roas": 2.0,
        "interval": [1.0, 3.0],
        "confidence_level": "medium",
        "ensemble_score": 40.0,
        "engines": [],
        "basis": "prior",
        "model_version": "roas-v3",
    }
    return Reply(body=json.dumps({"predictions": [{**usual, **change} for change in changes], **others}).encode())
