"""Vertex AI as this installation's settings name it."""

from collections.abc import Callable
from functools import partial

import httpx
from pydantic import SecretStr

from geminivideo.core.clock import Clock
from geminivideo.core.errors import InvalidInputError, UnavailableError
from geminivideo.core.language_models.vertex_account import VertexAccount
from geminivideo.core.settings import Settings
from geminivideo.core.storage.opening import open_storage_at
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.vertex.deploying import Bucket, Deployer, Machine, Report
from geminivideo.oracle.vertex.endpoint import Endpoint
from geminivideo.oracle.vertex.operations import Operations
from geminivideo.oracle.vertex.rest import VertexRest, location_of

SETTINGS = {
    ModelName.ROAS: "GEMINIVIDEO_VERTEX_ROAS_ENDPOINT",
    ModelName.SCENE_CTR: "GEMINIVIDEO_VERTEX_SCENE_CTR_ENDPOINT",
}


def endpoint_names(settings: Settings) -> dict[ModelName, str]:
    """The endpoints that are set."""
    found = {ModelName.ROAS: settings.vertex_roas_endpoint, ModelName.SCENE_CTR: settings.vertex_scene_ctr_endpoint}
    return {name: endpoint for name, endpoint in found.items() if endpoint}


class VertexConnection:
    """What this installation asks Vertex AI through; nothing is asked before it is used."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._token = VertexAccount(settings.vertex_credentials).token_now if settings.vertex_credentials else _no_one
        self._client = httpx.Client()

    def endpoints(self) -> dict[ModelName, Endpoint]:
        return {name: self.endpoint(endpoint) for name, endpoint in endpoint_names(self._settings).items()}

    def endpoint(self, name: str) -> Endpoint:
        return Endpoint(name, self._rest(location_of(name), self._settings.vertex_timeout_seconds), self._clock)

    def deployer(self, parent: str, report: Report, wait: Callable[[float], object]) -> Deployer:
        rest = self._rest(location_of(parent), 60.0)
        operations = Operations(rest, self._clock, wait)
        return Deployer(parent, rest, operations, self._bucket(), self._machine(), report)

    def parent(self) -> str:
        """Where a new endpoint is made."""
        project, region = self._settings.vertex_project, self._settings.vertex_region
        if not project or region == "global":
            raise InvalidInputError(
                "It is not set where an endpoint shall be made.",
                next_step="set GEMINIVIDEO_VERTEX_PROJECT, and GEMINIVIDEO_VERTEX_REGION to a region: endpoints are not"
                " global",
            )
        return f"projects/{project}/locations/{region}"

    def _rest(self, location: str, seconds: float) -> VertexRest:
        base_url = self._settings.vertex_endpoint_base_url
        make = partial(VertexRest.of_location, location, self._token, self._client, self._clock)
        return make(base_url=base_url, seconds=seconds)

    def _bucket(self) -> Bucket:
        uri = self._settings.vertex_bucket or self._settings.storage_location
        if not uri.startswith("gs://"):
            raise InvalidInputError(
                "Vertex AI takes models from a Google Cloud Storage bucket only, and none is set.",
                next_step="set GEMINIVIDEO_VERTEX_BUCKET=gs://bucket/prefix",
            )
        storage = open_storage_at(uri, self._settings, self._clock)
        return Bucket(storage, uri.rstrip("/"))

    def _machine(self) -> Machine:
        settings = self._settings
        if not settings.vertex_image:
            raise InvalidInputError(
                "There is no container image to deploy a model in.",
                next_step="push an image with geminivideo to Artifact Registry, and set GEMINIVIDEO_VERTEX_IMAGE",
            )
        return Machine(
            settings.vertex_image,
            settings.vertex_machine,
            settings.vertex_replicas,
            settings.vertex_service_account or None,
        )


def _no_one() -> SecretStr:
    raise UnavailableError(
        "There are no credentials for Vertex AI.",
        next_step="point GEMINIVIDEO_VERTEX_CREDENTIALS at a service account's key file",
    )
