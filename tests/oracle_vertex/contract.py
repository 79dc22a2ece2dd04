"""Vertex AI's REST interface v1, as far as it is used: the fields of each request, and no others.

From the public reference and the descriptions of google.cloud.aiplatform.v1 (PredictRequest, UploadModelRequest, Model,
ModelContainerSpec, Endpoint, DeployModelRequest, DeployedModel, DedicatedResources, UndeployModelRequest).
"""

import re
from typing import Any

from jsonschema import Draft202012Validator

_TEXT = {"type": "string"}
_LABELS = {
    "type": "object",
    "propertyNames": {"pattern": r"^[a-z][a-z0-9_-]{0,62}$"},
    "additionalProperties": {"type": "string", "pattern": r"^[a-z0-9_-]{0,63}$"},
}
_SPLIT = {
    "type": "object",
    "propertyNames": {"pattern": r"^\d{1,10}$"},
    "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 100},
}
_DISPLAY_NAME = {"type": "string", "minLength": 1, "maxLength": 128}


def _message(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**properties},
    }


_CONTAINER = _message(
    ("imageUri",),
    imageUri={"type": "string", "pattern": r"^[a-z0-9-]+(-docker\.pkg\.dev|\.gcr\.io)/\S+$"},
    command={"type": "array", "items": _TEXT},
    args={"type": "array", "items": _TEXT},
    # AIP_ names are Vertex AI's own
    env={
        "type": "array",
        "items": _message(
            ("name", "value"), name={"type": "string", "pattern": r"^(?!AIP_)[A-Za-z_][A-Za-z0-9_]*$"}, value=_TEXT
        ),
    },
    ports={
        "type": "array",
        "items": _message((), containerPort={"type": "integer", "minimum": 1, "maximum": 65_535}),
    },
    predictRoute={"type": "string", "pattern": "^/"},
    healthRoute={"type": "string", "pattern": "^/"},
)
_MODEL = _message(
    ("displayName",),
    displayName=_DISPLAY_NAME,
    description=_TEXT,
    artifactUri={"type": "string", "pattern": r"^gs://[^/]+/\S*[^/]$"},
    containerSpec=_CONTAINER,
    labels=_LABELS,
)
_DEDICATED = _message(
    ("machineSpec", "minReplicaCount"),
    machineSpec=_message((), machineType=_TEXT),
    minReplicaCount={"type": "integer", "minimum": 1},
    maxReplicaCount={"type": "integer", "minimum": 1},
)
_DEPLOYED = _message(
    ("model", "dedicatedResources"),
    model={"type": "string", "pattern": r"^projects/[^/]+/locations/[^/]+/models/[^/]+$"},
    displayName=_DISPLAY_NAME,
    dedicatedResources=_DEDICATED,
    serviceAccount={"type": "string", "pattern": r"^[^@\s]+@[^@\s]+$"},
)
_LOCATION = r"/v1/projects/(?P<project>[^/]+)/locations/(?P<location>[^/]+)"
_ENDPOINT = _LOCATION + r"/endpoints/(?P<endpoint>[^/:]+)"

# What is called by which method and path, and the body that it takes.
METHODS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "predict": ("POST", _ENDPOINT + ":predict", _message(("instances",), instances={"type": "array"}, parameters={})),
    "upload": (
        "POST",
        _LOCATION + r"/models:upload",
        _message(
            ("model",),
            model=_MODEL,
            modelId={"type": "string", "pattern": r"^[a-z_][a-z0-9_-]{0,62}$"},
            parentModel=_TEXT,
        ),
    ),
    "create_endpoint": (
        "POST",
        _LOCATION + r"/endpoints",
        _message(("displayName",), displayName=_DISPLAY_NAME, description=_TEXT, labels=_LABELS),
    ),
    "get_endpoint": ("GET", _ENDPOINT, _message(())),
    "deploy": (
        "POST",
        _ENDPOINT + ":deployModel",
        _message(("deployedModel",), deployedModel=_DEPLOYED, trafficSplit=_SPLIT),
    ),
    "undeploy": (
        "POST",
        _ENDPOINT + ":undeployModel",
        _message(("deployedModelId",), deployedModelId={"type": "string", "pattern": r"^\d+$"}, trafficSplit=_SPLIT),
    ),
    "get_operation": ("GET", _LOCATION + r"(/\w+/[^/:]+)?/operations/(?P<operation>[^/:]+)", _message(())),
}


def method_of(method: str, path: str) -> tuple[str, dict[str, str]] | None:
    for name, (verb, pattern, _) in METHODS.items():
        if method == verb and (found := re.fullmatch(pattern, path)):
            return name, found.groupdict()
    return None


def complaints(name: str, body: dict[str, Any]) -> list[str]:
    split = body.get("trafficSplit")
    wrong = [error.message for error in Draft202012Validator(METHODS[name][2]).iter_errors(body)]
    return wrong + (["trafficSplit must add up to 100"] if split and sum(split.values()) != 100 else [])
