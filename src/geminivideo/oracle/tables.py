"""The `model_registry` table; its name and columns are read by people with psql, too."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class ModelRow(Base):
    __tablename__ = "model_registry"
    __table_args__ = (
        UniqueConstraint("name", "version", name="model_registry_name_version"),
        CheckConstraint("stage IN ('champion', 'challenger', 'archived')", name="model_registry_stage"),
        Index("model_registry_one_champion", "name", unique=True, postgresql_where=text("stage = 'champion'")),
    )

    model_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
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
