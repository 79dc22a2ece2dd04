"""The models that answer: from a packed file into the registry's storage, and back into memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.clock import Clock
from geminivideo.core.errors import NotFoundError, UnavailableError
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle.artifacts import FORMAT, READABLE, read_manifest, sha256_of, unpack
from geminivideo.oracle.model import SCHEMAS, ModelName
from geminivideo.oracle.registry import Candidate, ModelRecord
from geminivideo.oracle.trained import TrainedModel


@dataclass(frozen=True, slots=True)
class ServingModel:
    model_id: str
    model: TrainedModel


def store(
    name: ModelName, archive: Path, storage: ObjectStorage, clock: Clock, ids: IdSource, account_id: str | None = None
) -> Candidate:
    """Put a packed model into object storage, ready to be registered."""
    return store_as(f"models/{name}/{ids.new('model')}.zip", name, archive, storage, clock, account_id)


def store_as(
    key: str, name: ModelName, archive: Path, storage: ObjectStorage, clock: Clock, account_id: str | None
) -> Candidate:
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
        account_id=account_id,
    )


def load_model(record: ModelRecord, storage: ObjectStorage, scratch: Path) -> ServingModel:
    """Any registered model; who promotes one can see first whether it loads.

    Raises:
        UnavailableError: when its file is gone, is not the one that was registered, or is for another program version.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with _file_of(record, storage) as archive:
        model = unpack(archive, record.artifact_sha256, scratch)
        _check_schema(record, model.schema.name, model.schema.version)
    return ServingModel(record.model_id, model)


def check_model(record: ModelRecord, storage: ObjectStorage) -> None:
    """Raises what `load_model` would, and is ten times as fast, because the engines stay packed."""
    with _file_of(record, storage) as archive:
        if sha256_of(archive) != record.artifact_sha256:
            raise _refused("Its file is not the one that was registered (its SHA-256 differs).")
        manifest = read_manifest(archive)
        if manifest["format"] not in READABLE:
            raise _refused(f"Its file has format {manifest['format']}, this program reads {FORMAT}.")
        _check_schema(record, manifest["schema"]["name"], manifest["schema"]["version"])


def none_usable(name: ModelName, problems: Sequence[str]) -> UnavailableError:
    """What to say where no model is left; `problems` are those of all that there are."""
    if not problems:
        return UnavailableError(
            f"The registry has no champion for {name}.", next_step="start `geminivideo up` once: it trains the prior"
        )
    return UnavailableError(
        f"No model for {name} can be used. {' '.join(problems)}",
        next_step="restore the object storage from a backup; restarting geminivideo trains a new prior in their place",
    )


@contextmanager
def _file_of(record: ModelRecord, storage: ObjectStorage) -> Iterator[Path]:
    try:
        with storage.local_copy(record.artifact_key) as archive:
            yield archive
    except NotFoundError as error:
        raise _unusable(record, f"Its file is gone from the object storage ({record.artifact_key}).") from error
    except UnavailableError as error:
        raise _unusable(record, error.cause) from error
    except Exception as error:  # whatever a file or a storage makes its reader raise: another model may answer
        raise _unusable(record, f"Its file cannot be read ({type(error).__name__}: {error}).") from error


def _check_schema(record: ModelRecord, name: str, version: int) -> None:
    ours = SCHEMAS[ModelName(record.name)]
    if (name, version) != (ours.name, ours.version):
        raise _refused(f"It reads {name} features of version {version}, this program makes {ours.name} {ours.version}.")


def _unusable(record: ModelRecord, why: str) -> UnavailableError:
    return _refused(f"The model {record.model_id} cannot be used. {why}")


def _refused(why: str) -> UnavailableError:
    return UnavailableError(
        why, next_step="restore the object storage from a backup, or promote another version of the model"
    )
