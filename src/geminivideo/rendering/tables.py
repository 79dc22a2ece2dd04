"""The row behind a finished video."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class VideoRow(Base):
    __tablename__ = "videos"
    __table_args__ = (Index("videos_campaign_idx", "campaign_id", "created_at"),)

    video_id: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[str]
    job_id: Mapped[str] = mapped_column(unique=True)  # a job that is delivered twice must not make two videos
    blueprint_id: Mapped[str]
    platform: Mapped[str]
    quality: Mapped[str]
    preview: Mapped[bool] = mapped_column(default=False)
    variant_of: Mapped[str | None]
    duration_seconds: Mapped[float]
    file_size_bytes: Mapped[int] = mapped_column(BigInteger)
    video_key: Mapped[str]
    thumbnail_key: Mapped[str]
    plan_key: Mapped[str]
    caption_keys: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    hook_text: Mapped[str]
    cta_text: Mapped[str]
    council_score: Mapped[float | None]
    predicted_roas: Mapped[float | None]
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
