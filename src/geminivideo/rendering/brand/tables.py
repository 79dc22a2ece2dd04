"""The rows of brand kits."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class BrandKitRow(Base):
    __tablename__ = "brand_kits"
    __table_args__ = (Index("brand_kits_account_idx", "account_id", "created_at"),)

    kit_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    name: Mapped[str]
    colours: Mapped[dict[str, Any]] = mapped_column(JSONB)
    logo_id: Mapped[str | None]
    font_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
