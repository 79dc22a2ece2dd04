"""Every model there is, and which one answers: at most one champion per name, replaced and restored in one call.

`promoted_at` is the moment a model was last promoted; a rollback does not move it. So it orders the champions, and
rolling back again goes one further into the past instead of forward.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.tables import ModelRow


class Stage(StrEnum):
    CHAMPION = "champion"
    CHALLENGER = "challenger"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class ModelRecord:
    model_id: str
    name: str
    version: int
    stage: Stage
    metrics: Mapping[str, Any]
    feature_schema: Mapping[str, Any]
    data_fingerprint: str
    artifact_key: str
    artifact_sha256: str
    trained_at: datetime
    promoted_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trained and stored model that is to be registered."""

    name: ModelName
    metrics: Mapping[str, Any]
    feature_schema: Mapping[str, Any]
    data_fingerprint: str
    artifact_key: str
    artifact_sha256: str
    trained_at: datetime


def lock(session: Session, name: ModelName) -> None:
    """Hold the registry of one model name until the transaction ends; others wait."""
    key = int.from_bytes(hashlib.sha256(f"model_registry:{name}".encode()).digest()[:8], "big", signed=True)
    session.execute(select(func.pg_advisory_xact_lock(key)))


def register(session: Session, candidate: Candidate, reason: str) -> ModelRecord:
    """Add a challenger under the next version number of its name."""
    lock(session, candidate.name)
    latest = session.execute(select(func.max(ModelRow.version)).where(ModelRow.name == candidate.name)).scalar_one()
    version = (latest or 0) + 1
    row = ModelRow(
        model_id=f"{candidate.name.replace('_', '-')}-v{version}",
        name=candidate.name,
        version=version,
        stage=Stage.CHALLENGER,
        metrics=dict(candidate.metrics),
        feature_schema=dict(candidate.feature_schema),
        data_fingerprint=candidate.data_fingerprint,
        artifact_key=candidate.artifact_key,
        artifact_sha256=candidate.artifact_sha256,
        trained_at=candidate.trained_at,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return _record(row)


def champion(session: Session, name: ModelName) -> ModelRecord | None:
    row = _champion_row(session, name)
    return _record(row) if row else None


def list_models(session: Session) -> list[ModelRecord]:
    """All models, by name, the newest version first."""
    query = select(ModelRow).order_by(ModelRow.name, ModelRow.version.desc())
    return [_record(row) for row in session.scalars(query)]


def promote(session: Session, model_id: str, reason: str, at: datetime) -> ModelRecord:
    """Make a model the champion of its name; the one before it is archived."""
    row = _locked_row(session, model_id)
    if row.stage == Stage.CHAMPION:
        raise ConflictError(f"{model_id} is the champion already.", next_step="there is nothing to promote")
    row.promoted_at = at
    return _crown(session, row, reason)


def rollback(session: Session, model_id: str, reason: str) -> ModelRecord:
    """Take the champion `model_id` back and restore the champion before it."""
    row = _locked_row(session, model_id)
    if row.stage != Stage.CHAMPION:
        raise ConflictError(f"{model_id} is {row.stage}.", next_step="only a champion can be rolled back")
    before = select(ModelRow).where(
        ModelRow.name == row.name, ModelRow.stage == Stage.ARCHIVED, ModelRow.promoted_at <= row.promoted_at
    )
    previous = session.scalars(before.order_by(ModelRow.promoted_at.desc(), ModelRow.version.desc()).limit(1)).first()
    if previous is None:
        raise ConflictError(
            f"No model was champion before {model_id}.", next_step="promote the version that shall answer instead"
        )
    return _crown(session, previous, reason)


def _crown(session: Session, row: ModelRow, reason: str) -> ModelRecord:
    current = _champion_row(session, ModelName(row.name))
    if current is not None:
        current.stage, current.reason = Stage.ARCHIVED, f"replaced by {row.model_id}: {reason}"
        session.flush()  # the index allows one champion at any moment, so the old one goes first
    row.stage, row.reason = Stage.CHAMPION, reason
    session.flush()
    return _record(row)


def _champion_row(session: Session, name: ModelName) -> ModelRow | None:
    query = select(ModelRow).where(ModelRow.name == name, ModelRow.stage == Stage.CHAMPION)
    return session.scalars(query).one_or_none()


def _locked_row(session: Session, model_id: str) -> ModelRow:
    found = session.get(ModelRow, model_id)
    if found is None:
        raise NotFoundError(f"There is no model {model_id[:80]!r}.", next_step="GET /api/ml/models lists them")
    lock(session, ModelName(found.name))
    session.refresh(found)
    return found


def _record(row: ModelRow) -> ModelRecord:
    return ModelRecord(
        model_id=row.model_id,
        name=row.name,
        version=row.version,
        stage=Stage(row.stage),
        metrics=row.metrics,
        feature_schema=row.feature_schema,
        data_fingerprint=row.data_fingerprint,
        artifact_key=row.artifact_key,
        artifact_sha256=row.artifact_sha256,
        trained_at=row.trained_at,
        promoted_at=row.promoted_at,
        reason=row.reason,
    )
