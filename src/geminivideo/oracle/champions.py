"""Keeps a champion in place for every model: trains the priors when there is none, and loads the one that answers."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError, UnavailableError
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle import registry
from geminivideo.oracle.artifacts import pack, unpack
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.registry import Candidate, ModelRecord
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import train_ensemble

Report = Callable[[str], None]


class _Draw(Protocol):
    def __call__(self, rng: np.random.Generator, n: int, /) -> Dataset: ...


_PRIORS: Mapping[ModelName, _Draw] = {ModelName.ROAS: roas.draw, ModelName.SCENE_CTR: scenes.draw}
_PRIOR_SEED = 20_240


@dataclass(frozen=True, slots=True)
class PriorSize:
    """How much imagined data the priors are trained on, and how long."""

    rows: int = 15_000
    effort: Effort = field(default_factory=Effort)


@dataclass(frozen=True, slots=True)
class ServingModel:
    model_id: str
    model: TrainedModel


def ensure_champions(
    database: Database,
    storage: ObjectStorage,
    clock: Clock,
    ids: IdSource,
    scratch: Path,
    report: Report,
    size: PriorSize | None = None,
) -> None:
    """Train and register the prior of every model that has no champion, or whose champion's file is gone.

    Any number of processes may call this at once: one trains, the others wait and find its work. Starts JAX's threads
    when it trains: the calling process must not fork afterwards.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    for name in ModelName:
        with database.transaction() as session:
            registry.lock(session, name)
            reason = _why_train(registry.champion(session, name), storage)
            if reason is None:
                continue
            report(f"{name}: {reason}")
            model = train_prior(name, size or PriorSize(), report)
            candidate = store(name, model, storage, clock, ids, scratch)
            record = registry.register(session, candidate, reason)
            registry.promote(session, record.model_id, reason, clock.now())
            report(f"{record.model_id} is trained and serves")


def train_prior(name: ModelName, size: PriorSize, report: Report = lambda _: None) -> TrainedModel:
    """The cold-start model of that name; the same on every machine with the same libraries."""
    dataset = _PRIORS[name](np.random.default_rng(_PRIOR_SEED), size.rows)
    return train_ensemble(name, dataset, _PRIOR_SEED, effort=size.effort, report=report)


def store(
    name: ModelName, model: TrainedModel, storage: ObjectStorage, clock: Clock, ids: IdSource, scratch: Path
) -> Candidate:
    """Put a trained model into object storage, ready to be registered."""
    key = f"models/{name}/{ids.new('model')}.zip"
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        archive = Path(folder) / "model.zip"
        sha256 = pack(model, archive, scratch)
        storage.put(key, archive, content_type="application/zip")
    return Candidate(
        name=name,
        metrics={**model.metrics, "basis": model.evidence.basis, "missing_engines": dict(model.missing)},
        feature_schema=model.schema.as_json(),
        data_fingerprint=model.training["data_fingerprint"],
        artifact_key=key,
        artifact_sha256=sha256,
        trained_at=clock.now(),
    )


def load_champion(database: Database, storage: ObjectStorage, scratch: Path, name: ModelName) -> ServingModel:
    """The model that answers under this name.

    Raises:
        UnavailableError: when there is none, its file is gone, or its file is not the one that was registered.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with database.transaction() as session:
        record = _require_champion(session, name)
    try:
        with storage.local_copy(record.artifact_key) as archive:
            return ServingModel(record.model_id, unpack(archive, record.artifact_sha256, scratch))
    except NotFoundError as error:
        raise UnavailableError(
            f"The file of the model {record.model_id} is gone from the object storage ({record.artifact_key}).",
            next_step="restore it from a backup; restarting geminivideo trains a new prior in its place",
        ) from error


def _require_champion(session: Session, name: ModelName) -> ModelRecord:
    record = registry.champion(session, name)
    if record is None:
        raise UnavailableError(
            f"The registry has no champion for {name}.", next_step="start `geminivideo up` once: it trains the prior"
        )
    return record


def _why_train(record: ModelRecord | None, storage: ObjectStorage) -> str | None:
    if record is None:
        return "cold start: trained on the documented prior"
    if not storage.exists(record.artifact_key):
        return f"the file of {record.model_id} is gone: trained on the documented prior again"
    return None
