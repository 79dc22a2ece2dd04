"""The tables `model_registry` and `predictions`; their names and columns are read by people with psql, too."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base

_CHAMPION_OF_ALL = "stage = 'champion' AND account_id IS NULL"
_CHAMPION_OF_ONE = "stage = 'champion' AND account_id IS NOT NULL"


class ModelRow(Base):
    """Without `account_id` a model answers for every account that has none of its own."""

    __tablename__ = "model_registry"
    __table_args__ = (
        CheckConstraint("stage IN ('champion', 'challenger', 'archived')", name="model_registry_stage"),
        Index("model_registry_one_champion", "name", unique=True, postgresql_where=text(_CHAMPION_OF_ALL)),
        Index(
            "model_registry_one_champion_of_account",
            "name",
            "account_id",
            unique=True,
            postgresql_where=text(_CHAMPION_OF_ONE),
        ),
    )

    model_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    account_id: Mapped[str | None]
    version: Mapped[int]
    stage: Mapped[str]
    metrics: Mapped[dict[str, Any]] = mapped_column(JSONB)
    feature_schema: Mapped[dict[str, Any]] = mapped_column(JSONB)
    data_fingerprint: Mapped[str]
    artifact_key: Mapped[str]
    artifact_sha256: Mapped[str]
    trained_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    promoted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str]


class PredictionRow(Base):
    __tablename__ = "predictions"
    __table_args__ = (Index("predictions_subject_idx", "account_id", "name", "subject"),)

    prediction_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    model_id: Mapped[str]
    name: Mapped[str]
    account_id: Mapped[str]
    subject: Mapped[str]
    features: Mapped[dict[str, float | None]] = mapped_column(JSONB)
    schema_version: Mapped[int]
    score: Mapped[float]
    predicted: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
