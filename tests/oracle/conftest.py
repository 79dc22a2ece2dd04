"""Trained models for the Oracle's tests: small ones for the plumbing, one real-size pair for what figures mean."""

from pathlib import Path

import pytest

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.local import LocalStorage, UrlSigner
from geminivideo.oracle import tables  # noqa: F401 - makes model_registry part of the test databases
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.prior_training import PriorSize
from geminivideo.oracle.serving import ServingModels
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.examples import example_blueprint
from tests.oracle.starting import Start
from tests.oracle.training import trained


@pytest.fixture(scope="session")
def real_models(tmp_path_factory: pytest.TempPathFactory) -> dict[ModelName, TrainedModel]:
    """What a user's first start trains."""
    return trained(PriorSize(), tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def small_roas(small_models: dict[ModelName, TrainedModel]) -> TrainedModel:
    return small_models[ModelName.ROAS]


@pytest.fixture(scope="session")
def small_ctr(small_models: dict[ModelName, TrainedModel]) -> TrainedModel:
    return small_models[ModelName.SCENE_CTR]


@pytest.fixture
def oracle(small_roas: TrainedModel, small_ctr: TrainedModel) -> LocalOracle:
    models = {
        ModelName.ROAS: ServingModel("roas-v1", small_roas),
        ModelName.SCENE_CTR: ServingModel("scene-ctr-v1", small_ctr),
    }
    return LocalOracle(lambda name, _account: models[name])


@pytest.fixture
def storage(tmp_path: Path, clock: ManualClock) -> LocalStorage:
    return LocalStorage(tmp_path / "objects", UrlSigner(b"secret", "http://test", 60, clock))


@pytest.fixture
def ids(clock: ManualClock) -> IdSource:
    return IdSource(clock)


@pytest.fixture
def blueprint() -> Blueprint:
    return example_blueprint()


@pytest.fixture
def start(
    database: Database,
    storage: LocalStorage,
    clock: ManualClock,
    tmp_path: Path,
    small_models: dict[ModelName, TrainedModel],
) -> Start:
    return Start(database, storage, clock, tmp_path / "scratch", small_models)


@pytest.fixture
def served(start: Start, small_roas: TrainedModel, small_ctr: TrainedModel) -> ServingModels:
    """Both models registered, and a process that has loaded them."""
    start.register(small_roas)
    start.register(small_ctr, ModelName.SCENE_CTR)
    serving = start.serving()
    serving.reload()
    return serving
