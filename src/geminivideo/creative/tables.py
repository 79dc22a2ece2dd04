"""The rows of campaigns and their blueprints."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class CampaignRow(Base):
    __tablename__ = "campaigns"
    __table_args__ = (Index("campaigns_account_idx", "account_id"),)

    campaign_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    status: Mapped[str]
    brief: Mapped[dict[str, Any]] = mapped_column(JSONB)
    footage_ids: Mapped[list[str]] = mapped_column(JSONB)
    statistics: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    sources: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    generation_seconds: Mapped[float | None]


class BlueprintRow(Base):
    """`rank` counts approved blueprints from 1; the rejected have none, and keep their reasons in `evaluation`."""

    __tablename__ = "blueprints"

    campaign_id: Mapped[str] = mapped_column(ForeignKey(CampaignRow.campaign_id), primary_key=True)
    blueprint_id: Mapped[str] = mapped_column(primary_key=True)
    approved: Mapped[bool]
    rank: Mapped[int | None]
    council_score: Mapped[float]
    predicted_roas: Mapped[float | None]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    evaluation: Mapped[dict[str, Any]] = mapped_column(JSONB)
    prediction: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class OutcomeRow(Base):
    """What a blueprint's ads did from one day to another; conversions are None where nobody counted them."""

    __tablename__ = "blueprint_outcomes"
    __table_args__ = (
        ForeignKeyConstraint(["campaign_id", "blueprint_id"], [BlueprintRow.campaign_id, BlueprintRow.blueprint_id]),
    )

    campaign_id: Mapped[str] = mapped_column(primary_key=True)
    blueprint_id: Mapped[str] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date]
    impressions: Mapped[int] = mapped_column(BigInteger)
    clicks: Mapped[int] = mapped_column(BigInteger)
    conversions: Mapped[int | None] = mapped_column(BigInteger)
    spend_minor: Mapped[int] = mapped_column(BigInteger)
    revenue_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ModelSpendingRow(Base):
    """What one attempt at a campaign used of one role's language model; `input_tokens` holds the cached ones too."""

    __tablename__ = "model_spending"

    campaign_id: Mapped[str] = mapped_column(ForeignKey(CampaignRow.campaign_id), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    requests: Mapped[int]
    unpriced_requests: Mapped[int]
    input_tokens: Mapped[int] = mapped_column(BigInteger)
    output_tokens: Mapped[int] = mapped_column(BigInteger)
    cached_tokens: Mapped[int] = mapped_column(BigInteger)
    cache_written_tokens: Mapped[int] = mapped_column(BigInteger)
    cost_micros: Mapped[int] = mapped_column(BigInteger)
