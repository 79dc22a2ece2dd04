"""`geminivideo vertex deploy`: a champion of the registry onto an endpoint."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.own_container import own_container
from geminivideo.app.container import Container
from geminivideo.app.parts.vertex import SETTINGS, endpoint_names
from geminivideo.core.errors import ConflictError
from geminivideo.core.settings import Settings
from geminivideo.oracle import registry
from geminivideo.oracle.champions import load_model
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import ModelRecord, Stage
from geminivideo.oracle.vertex.trial import try_endpoint

Wait = Callable[[float], object]


def run_deploy(settings: Settings, output: Output, model_id: str, wait: Wait = time.sleep) -> None:
    with own_container(settings) as container:
        _deploy(container, output, model_id, wait)


def _deploy(container: Container, output: Output, model_id: str, wait: Wait) -> None:
    with container.database.transaction() as session:
        record = _champion(registry.get(session, model_id))
    name = ModelName(record.name)
    serving = load_model(record, container.storage, container.scratch / "models")
    known = endpoint_names(container.settings).get(name)
    parent = known.rpartition("/endpoints/")[0] if known else container.vertex.parent()
    deployer = container.vertex.deployer(parent, output.say, wait)
    with _file(container, record) as archive:
        model = deployer.upload(model_id, archive, record.artifact_sha256)
    endpoint = container.vertex.endpoint(known or deployer.create_endpoint(name))
    deployer.replace(endpoint, model_id, model, lambda: try_endpoint(endpoint, serving, wait))
    output.say(f"{model_id} predicts on {endpoint.name}")
    if not known:
        output.say(f"To use it, set {SETTINGS[name]}={endpoint.name}")
    output.result({"model_id": model_id, "endpoint": endpoint.name, "setting": SETTINGS[name], "model": model})


def _champion(record: ModelRecord) -> ModelRecord:
    """Only a champion is asked for predictions; what else is deployed would cost money for nothing."""
    if record.stage is not Stage.CHAMPION:
        raise ConflictError(
            f"{record.model_id} is {record.stage}.", next_step="promote it first: only champions are asked"
        )
    return record


def _file(container: Container, record: ModelRecord) -> AbstractContextManager[Path]:
    return container.storage.local_copy(record.artifact_key)
