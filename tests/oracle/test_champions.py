"""A first start leaves two champions behind, however many processes start at once."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import ProcessingError, UnavailableError
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.local import LocalStorage
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.champions import ensure_champions, load_champion, store
from geminivideo.oracle.model import Basis, ModelName
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.prior_training import Report
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.examples import roas_items

Models = dict[ModelName, TrainedModel]


class Start:
    """What a process does at its start. Training copies a model trained before; test_processes.py really trains."""

    def __init__(
        self, database: Database, storage: LocalStorage, clock: ManualClock, scratch: Path, models: Models
    ) -> None:
        self.database, self.storage, self.clock, self.scratch = database, storage, clock, scratch
        self.told: list[str] = []
        self.trained: list[ModelName] = []
        self._models = models

    def __call__(self) -> None:
        ensure_champions(
            self.database, self.storage, self.clock, IdSource(self.clock), self.scratch, self.told.append, self._train
        )

    def _train(self, names: Sequence[ModelName], folder: Path, report: Report) -> dict[ModelName, Path]:
        packed = {name: folder / name for name in names}
        for name, path in packed.items():
            report(f"training {name}")
            pack(self._models[name], path, folder)
            self.trained.append(name)
        return packed

    def models(self) -> list[tuple[str, str]]:
        with self.database.transaction() as session:
            return [(record.model_id, record.stage) for record in registry.list_models(session)]


@pytest.fixture
def start(database: Database, storage: LocalStorage, clock: ManualClock, tmp_path: Path, small_models: Models) -> Start:
    return Start(database, storage, clock, tmp_path / "scratch", small_models)


def test_first_start_trains_once_however_many_race(start: Start) -> None:
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert start.models() == [("roas-v1", "champion"), ("scene-ctr-v1", "champion")]
    assert start.trained == list(ModelName)
    start()
    assert start.trained == list(ModelName)
    assert start.told[-1] == "scene_ctr: scene-ctr-v1 serves (cold start: trained on the documented prior)"
    assert list(start.scratch.iterdir()) == []


def test_a_training_that_fails_leaves_nothing_behind(start: Start) -> None:
    def fail(names: Sequence[ModelName], folder: Path, report: Report) -> dict[ModelName, Path]:
        raise ProcessingError("no memory", next_step="buy some")

    with pytest.raises(ProcessingError, match="no memory"):
        ensure_champions(
            start.database, start.storage, start.clock, IdSource(start.clock), start.scratch, start.told.append, fail
        )
    assert start.models() == []
    assert list(start.scratch.iterdir()) == []
    start()
    assert start.models() == [("roas-v1", "champion"), ("scene-ctr-v1", "champion")]


def register(start: Start, model: TrainedModel, name: ModelName = ModelName.ROAS) -> str:
    archive = start.scratch / "model.zip"
    pack(model, archive, start.scratch)
    candidate = store(name, archive, start.storage, start.clock, IdSource(start.clock))
    archive.unlink()
    with start.database.transaction() as session:
        record = registry.register(session, candidate, "test")
        promotion.promote(session, record.model_id, "test", start.clock.now())
    start.clock.advance(1)
    return candidate.artifact_key


@pytest.fixture
def served(start: Start, small_roas: TrainedModel, small_ctr: TrainedModel) -> LocalOracle:
    """Both models registered, and an Oracle that has loaded them."""
    start.scratch.mkdir()
    register(start, small_roas)
    register(start, small_ctr, ModelName.SCENE_CTR)
    oracle = LocalOracle.from_registry(start.database, start.storage, start.scratch)
    oracle.reload()
    return oracle


def test_what_is_stored_is_what_is_served(served: LocalOracle, start: Start, small_roas: TrainedModel) -> None:
    items = roas_items(20)
    found = served.predict_roas(items)
    rows = np.array([small_roas.schema.row(item.features, item.id) for item in items])
    assert [prediction.predicted_roas for prediction in found] == small_roas.predict(rows).outcome.tolist()
    assert {prediction.model_version for prediction in found} == {"roas-v1"}
    assert {prediction.basis for prediction in found} == {Basis.PRIOR}
    with start.database.transaction() as session:
        record = registry.champion(session, ModelName.ROAS)
    assert record is not None
    assert record.metrics["coverage"] == small_roas.metrics["coverage"]
    assert record.data_fingerprint == small_roas.training["data_fingerprint"]


def test_without_a_champion_there_is_a_clear_error(start: Start) -> None:
    with pytest.raises(UnavailableError, match="no champion for roas"):
        load_champion(start.database, start.storage, start.scratch, ModelName.ROAS)


def test_a_champion_whose_file_is_gone_leaves_the_last_good_one_serving(
    served: LocalOracle, start: Start, small_roas: TrainedModel
) -> None:
    before = served.predict_roas(roas_items(3))
    start.storage.delete(register(start, small_roas))
    with pytest.raises(UnavailableError, match="roas-v2 is gone"):
        served.reload()
    assert served.predict_roas(roas_items(3)) == before
    fresh = LocalOracle.from_registry(start.database, start.storage, start.scratch)
    with pytest.raises(UnavailableError, match="roas-v2 is gone"):
        fresh.predict_roas(roas_items(3))


def test_a_champion_whose_file_was_changed_is_not_served(
    served: LocalOracle, start: Start, small_roas: TrainedModel, tmp_path: Path
) -> None:
    key = register(start, small_roas)
    other = tmp_path / "other"
    other.write_bytes(b"something else")
    start.storage.put(key, other, content_type="application/zip")
    with pytest.raises(UnavailableError, match="not the file that was registered"):
        served.reload()
    assert served.predict_roas(roas_items(1))[0].model_version == "roas-v1"


def test_next_start_replaces_a_champion_whose_file_is_gone(
    start: Start, served: LocalOracle, small_roas: TrainedModel
) -> None:
    start.storage.delete(register(start, small_roas))
    start()
    served.reload()
    assert served.predict_roas(roas_items(1))[0].model_version == "roas-v3"
    assert start.models()[:3] == [("roas-v3", "champion"), ("roas-v2", "archived"), ("roas-v1", "archived")]
    assert any("roas-v2 is gone" in line for line in start.told)


def test_a_promotion_is_served_after_a_reload(served: LocalOracle, start: Start, small_roas: TrainedModel) -> None:
    register(start, small_roas)
    assert served.predict_roas(roas_items(1))[0].model_version == "roas-v1"
    served.reload()
    assert served.predict_roas(roas_items(1))[0].model_version == "roas-v2"
