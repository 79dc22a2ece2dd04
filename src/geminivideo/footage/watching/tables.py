"""The rows of watched files."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class WatchedFileRow(Base):
    __tablename__ = "watched_files"
    __table_args__ = (
        Index("watched_files_folder_idx", "folder"),
        Index("watched_files_footage_idx", "footage_id"),
    )

    path: Mapped[str] = mapped_column(primary_key=True)
    folder: Mapped[str]
    account_id: Mapped[str]
    file_id: Mapped[str]
    version: Mapped[str]
    unchanged_since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    footage_id: Mapped[str | None]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
