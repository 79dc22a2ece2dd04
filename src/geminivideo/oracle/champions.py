"""Keeps a champion in place for every model: trains the priors when there is none, and loads the one that answers."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError, UnavailableError
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.artifacts import read_manifest, sha256_of, unpack
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import Report, train_priors
from geminivideo.oracle.registry import Candidate, ModelRecord
from geminivideo.oracle.trained import TrainedModel

# Puts the packed prior of each name into the folder.
Trainer = Callable[[Sequence[ModelName], Path, Report], Mapping[ModelName, Path]]


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
    train: Trainer = train_priors,
) -> None:
    """Train and register the prior of every model that has no champion, or whose champion's file is gone.

    Any number of processes may call this at once: one trains, the others wait and find its work. `report` is called
    from several threads.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with database.transaction() as session, tempfile.TemporaryDirectory(dir=scratch) as folder:
        for name in ModelName:
            registry.lock(session, name)
        why = {name: reason for name in ModelName if (reason := _why_train(session, storage, name))}
        for name, archive in train(list(why), Path(folder), report).items():
            candidate = store(name, archive, storage, clock, ids)
            record = registry.register(session, candidate, why[name])
            promotion.promote(session, record.model_id, why[name], clock.now())
            report(f"{name}: {record.model_id} serves ({why[name]})")


def store(name: ModelName, archive: Path, storage: ObjectStorage, clock: Clock, ids: IdSource) -> Candidate:
    """Put a packed model into object storage, ready to be registered."""
    key = f"models/{name}/{ids.new('model')}.zip"
    storage.put(key, archive, content_type="application/zip")
    manifest = read_manifest(archive)
    return Candidate(
        name=name,
        metrics={
            **manifest["metrics"],
            "rows_trained_on": manifest["training"]["rows"],
            "basis": manifest["evidence"]["basis"],
            "missing_engines": manifest["missing"],
        },
        feature_schema=manifest["schema"],
        data_fingerprint=manifest["training"]["data_fingerprint"],
        artifact_key=key,
        artifact_sha256=sha256_of(archive),
        trained_at=clock.now(),
    )


def load_champion(database: Database, storage: ObjectStorage, scratch: Path, name: ModelName) -> ServingModel:
    """The model that answers under this name.

    Raises:
        UnavailableError: when there is none, its file is gone, or its file is not the one that was registered.
    """
    with database.transaction() as session:
        record = _require_champion(session, name)
    return load_model(record, storage, scratch)


def load_model(record: ModelRecord, storage: ObjectStorage, scratch: Path) -> ServingModel:
    """Any registered model; who promotes one can see first whether it loads. Raises as `load_champion` does."""
    scratch.mkdir(parents=True, exist_ok=True)
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


def _why_train(session: Session, storage: ObjectStorage, name: ModelName) -> str | None:
    record = registry.champion(session, name)
    if record is None:
        return "cold start: trained on the documented prior"
    if not storage.exists(record.artifact_key):
        return f"the file of {record.model_id} is gone: trained on the documented prior again"
    return None
