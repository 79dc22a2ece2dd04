"""What a process does at its start, and registering models, over one database and storage."""

from collections.abc import Sequence
from pathlib import Path

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.local import LocalStorage
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.champions import store
from geminivideo.oracle.cold_start import Trainer, ensure_champions
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import Report
from geminivideo.oracle.registry import ModelRecord
from geminivideo.oracle.serving import ServingModels
from geminivideo.oracle.trained import TrainedModel

Models = dict[ModelName, TrainedModel]


class Start:
    """Training copies a model trained before; test_processes.py really trains."""

    def __init__(
        self, database: Database, storage: LocalStorage, clock: ManualClock, scratch: Path, models: Models
    ) -> None:
        self.database, self.storage, self.clock, self.scratch = database, storage, clock, scratch
        self.told: list[str] = []
        self.trained: list[ModelName] = []
        self._models = models

    def __call__(self, train: Trainer | None = None) -> None:
        ids = IdSource(self.clock)
        how = train or self._train
        ensure_champions(self.database, self.storage, self.clock, ids, self.scratch, self.told.append, how)

    def serving(self) -> ServingModels:
        """What a new process serves with."""
        return ServingModels(self.database, self.storage, self.scratch, self.clock)

    def register(
        self, model: TrainedModel, name: ModelName = ModelName.ROAS, account_id: str | None = None
    ) -> ModelRecord:
        """A new champion, a second after the one before."""
        self.scratch.mkdir(exist_ok=True)
        archive = self.scratch / "model.zip"
        pack(model, archive, self.scratch)
        candidate = store(name, archive, self.storage, self.clock, IdSource(self.clock), account_id)
        archive.unlink()
        self.clock.advance(1)
        with self.database.transaction() as session:
            record = registry.register(session, candidate, "test")
            return promotion.promote(session, record.model_id, "test", self.clock.now())

    def overwrite(self, record: ModelRecord, content: bytes) -> None:
        path = self.scratch / "other"
        path.write_bytes(content)
        self.storage.put(record.artifact_key, path, content_type="application/zip")
        path.unlink()

    def content(self, record: ModelRecord) -> bytes:
        with self.storage.local_copy(record.artifact_key) as path:
            return path.read_bytes()

    def models(self) -> list[tuple[str, str]]:
        with self.database.transaction() as session:
            return [(record.model_id, record.stage) for record in registry.list_models(session)]

    def _train(self, names: Sequence[ModelName], folder: Path, report: Report) -> dict[ModelName, Path]:
        packed = {name: folder / name for name in names}
        for name, path in packed.items():
            report(f"training {name}")
            pack(self._models[name], path, folder)
            self.trained.append(name)
        return packed
