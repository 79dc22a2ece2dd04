"""The rows of footage and its scenes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class FootageRow(Base):
    __tablename__ = "footage"
    __table_args__ = (
        UniqueConstraint("account_id", "sha256", name="footage_account_sha256_key"),
        CheckConstraint("status IN ('received', 'analyzing', 'ready', 'failed')", name="footage_status_check"),
        Index("footage_account_status_idx", "account_id", "status"),
    )

    footage_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    label: Mapped[str]
    sha256: Mapped[str]
    storage_key: Mapped[str]
    probe: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    corrections: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    analyzed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class FootageImportRow(Base):
    __tablename__ = "footage_imports"
    __table_args__ = (
        CheckConstraint(
            "status IN ('importing', 'imported', 'failed', 'cancelled')", name="footage_imports_status_check"
        ),
        Index("footage_imports_became_idx", "became"),
    )

    footage_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    job_id: Mapped[str]
    source: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    became: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class FootageSceneRow(Base):
    __tablename__ = "footage_scenes"
    __table_args__ = (UniqueConstraint("scene_id", name="footage_scenes_scene_id_key"),)

    footage_id: Mapped[str] = mapped_column(primary_key=True)
    scene_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scene_id: Mapped[str]
    start_seconds: Mapped[float]
    end_seconds: Mapped[float]
    features: Mapped[dict[str, Any]] = mapped_column(JSONB)
    subjects: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    embedding: Mapped[bytes | None]  # as footage/packing.py has it
    # What a search filters by, as core/scene_words.py and core/scene_signs.py tell it from content and features.
    meaning: Mapped[str | None]
    labels: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    people: Mapped[bool | None]
    writing: Mapped[bool | None]
    speech: Mapped[bool | None]
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(JSONB)
    rank: Mapped[int]
    duplicate_of: Mapped[int | None]
    predicted_ctr: Mapped[float | None]
    ctr_interval: Mapped[list[float] | None] = mapped_column(JSONB(none_as_null=True))
    problems: Mapped[list[str]] = mapped_column(JSONB)
