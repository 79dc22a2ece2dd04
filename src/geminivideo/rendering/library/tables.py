"""The rows of the asset library."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class AssetRow(Base):
    __tablename__ = "assets"
    __table_args__ = (
        CheckConstraint("kind IN ('music', 'lut', 'font', 'logo', 'still')", name="assets_kind_check"),
        CheckConstraint("licence <> ''", name="assets_licence_check"),
        Index("assets_account_idx", "account_id", "kind", "created_at"),
        # The same bytes once per account and kind; a newer version follows one older one only.
        Index(
            "assets_original_key",
            *("account_id", "kind", "original_sha256"),
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("assets_replaces_key", "replaces", unique=True, postgresql_where=text("removed_at IS NULL")),
    )

    asset_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    licence: Mapped[str]
    attribution: Mapped[str]
    origin: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(JSONB)
    words: Mapped[str]
    sha256: Mapped[str]
    original_sha256: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    replaces: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
