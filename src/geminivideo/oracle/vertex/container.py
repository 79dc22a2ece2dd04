"""What a container of ours is given by Vertex AI and by the deployment, and the model that it then serves."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle.artifacts import unpack
from geminivideo.oracle.champions import ServingModel

ARTIFACT = "model.zip"
PORT, HEALTH_ROUTE, PREDICT_ROUTE = 8080, "/healthz", "/predict"
# Names that begin with AIP_ are Vertex AI's own.
MODEL_ID, MODEL_SHA256 = "GEMINIVIDEO_DEPLOYED_MODEL_ID", "GEMINIVIDEO_DEPLOYED_MODEL_SHA256"
_NEEDED = ("AIP_STORAGE_URI", MODEL_ID, MODEL_SHA256)


@dataclass(frozen=True, slots=True)
class ContainerOrders:
    """`storage_uri` is the folder with a copy of the model's file; `sha256` is what the registry says of it."""

    storage_uri: str
    model_id: str
    sha256: str
    port: int
    health_route: str
    predict_route: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Raises:
        InvalidInputError: naming the variable that is missing or odd.
        """
        missing = [name for name in _NEEDED if not environment.get(name)]
        if missing:
            raise _unusable(missing[0], "is not set")
        port = environment.get("AIP_HTTP_PORT", str(PORT))
        if not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65_536:
            raise _unusable("AIP_HTTP_PORT", "is not a port")
        uri, model_id, sha256 = (environment[name] for name in _NEEDED)
        health, predict = environment.get("AIP_HEALTH_ROUTE"), environment.get("AIP_PREDICT_ROUTE")
        return cls(uri.rstrip("/"), model_id, sha256, int(port), health or HEALTH_ROUTE, predict or PREDICT_ROUTE)


def load_deployed(orders: ContainerOrders, storage: ObjectStorage, scratch: Path) -> ServingModel:
    """The model that was deployed, and no other.

    Raises:
        NotFoundError: when its file is not there.
        UnavailableError: when the file is not the one of the registry.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with storage.local_copy(ARTIFACT) as archive:
        return ServingModel(orders.model_id, unpack(archive, orders.sha256, scratch))


def _unusable(name: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{name} {why}.",
        next_step="let Vertex AI start this container; `geminivideo vertex deploy` tells it how",
    )
