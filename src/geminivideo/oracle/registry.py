"""Every model there is, and which one answers: at most one champion per name and account, and one for all accounts.

`promoted_at` is the moment a champion was last promoted, and orders the champions there were. A rollback takes it from
the model that it takes back: that one is no way back for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from geminivideo.core.database import hold
from geminivideo.core.errors import NotFoundError
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.tables import ModelRow


class Stage(StrEnum):
    CHAMPION = "champion"
    CHALLENGER = "challenger"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """`account_id` is None for a model of every account."""

    model_id: str
    name: str
    account_id: str | None
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
    account_id: str | None = None


def lock(session: Session, name: ModelName) -> None:
    """Hold the registry of one model name until the transaction ends; others wait."""
    hold(session, f"model registry of {name}")


def register(session: Session, candidate: Candidate, reason: str) -> ModelRecord:
    """Add a challenger under the next version number of its name and account."""
    lock(session, candidate.name)
    of_both = _of(candidate.name, candidate.account_id)
    version = (session.execute(select(func.max(ModelRow.version)).where(*of_both)).scalar_one() or 0) + 1
    row = ModelRow(
        model_id=model_id_of(candidate.name, candidate.account_id, version),
        name=candidate.name,
        account_id=candidate.account_id,
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
    return record_of(row)


def model_id_of(name: ModelName, account_id: str | None, version: int) -> str:
    """`roas-v3`, `roas-acme-v2`. Read from its end an id is unambiguous, whatever an account is called."""
    parts = [name.replace("_", "-"), *([account_id] if account_id else []), f"v{version}"]
    return "-".join(parts)


def get(session: Session, model_id: str) -> ModelRecord:
    """Raises NotFoundError for an id that no model has."""
    return record_of(row_of(session, model_id))


def champion(session: Session, name: ModelName, account_id: str | None = None) -> ModelRecord | None:
    """The account's own champion, or without an account the one of all; nothing stands in for a missing one."""
    row = champion_row(session, name, account_id)
    return record_of(row) if row else None


def champion_for(session: Session, name: ModelName, account_id: str | None) -> ModelRecord | None:
    """The champion that answers for this account: its own one, else the one of all."""
    return champion(session, name, account_id) or champion(session, name)


def champion_ids(session: Session) -> dict[tuple[ModelName, str | None], str]:
    """All champions' ids by name and account."""
    query = select(ModelRow.name, ModelRow.account_id, ModelRow.model_id).where(ModelRow.stage == Stage.CHAMPION)
    return {(ModelName(name), account_id): model_id for name, account_id, model_id in session.execute(query)}


def succession(session: Session, name: ModelName, account_id: str | None = None) -> list[ModelRecord]:
    """A champion and those that were champions before it, the last one first; empty where there is no champion."""
    row = champion_row(session, name, account_id)
    return [record_of(one) for one in (row, *session.scalars(predecessors(row)))] if row else []


def list_models(session: Session, account_id: str | None = None) -> list[ModelRecord]:
    """All models, or those that can answer for one account: by name and account, the newest version first."""
    query = select(ModelRow).order_by(ModelRow.name, ModelRow.account_id.nulls_first(), ModelRow.version.desc())
    if account_id is not None:
        query = query.where((ModelRow.account_id == account_id) | ModelRow.account_id.is_(None))
    return [record_of(row) for row in session.scalars(query)]


def champion_row(session: Session, name: ModelName, account_id: str | None) -> ModelRow | None:
    query = select(ModelRow).where(*_of(name, account_id), ModelRow.stage == Stage.CHAMPION)
    return session.scalars(query).one_or_none()


def predecessors(row: ModelRow) -> Select[ModelRow]:
    """Those that were champions before the champion `row`, and were not taken back; the last one first."""
    before = select(ModelRow).where(
        *_of(ModelName(row.name), row.account_id),
        ModelRow.stage == Stage.ARCHIVED,
        ModelRow.promoted_at <= row.promoted_at,
    )
    return before.order_by(ModelRow.promoted_at.desc(), ModelRow.version.desc())


def row_of(session: Session, model_id: str) -> ModelRow:
    found = session.get(ModelRow, model_id)
    if found is None:
        raise NotFoundError(
            f"There is no model {model_id[:80]!r}.", next_step="use an id that `geminivideo models` lists"
        )
    return found


def record_of(row: ModelRow) -> ModelRecord:
    return ModelRecord(
        model_id=row.model_id,
        name=row.name,
        account_id=row.account_id,
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


def _of(name: ModelName, account_id: str | None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    own = ModelRow.account_id.is_(None) if account_id is None else ModelRow.account_id == account_id
    return ModelRow.name == name, own
