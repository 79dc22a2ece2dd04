"""The `ad_insights` table; its name and columns are read by people with psql, too."""

from datetime import date, datetime

from sqlalchemy import BigInteger, DateTime, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base


class AdInsightRow(Base):
    """`campaign_id` and `blueprint_id` say which blueprint the ad was made from; both are NULL where none is known."""

    __tablename__ = "ad_insights"
    __table_args__ = (
        Index(
            "ad_insights_blueprint_idx",
            "campaign_id",
            "blueprint_id",
            postgresql_where=text("campaign_id IS NOT NULL"),
        ),
    )

    account_id: Mapped[str] = mapped_column(primary_key=True)
    ad_key: Mapped[str] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date]
    ad_id: Mapped[str | None]
    ad_name: Mapped[str]
    ad_set_name: Mapped[str | None]
    campaign_name: Mapped[str | None]
    impressions: Mapped[int] = mapped_column(BigInteger)
    clicks: Mapped[int] = mapped_column(BigInteger)
    click_kind: Mapped[str]
    conversions: Mapped[int | None] = mapped_column(BigInteger)
    spend_minor: Mapped[int] = mapped_column(BigInteger)
    revenue_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str]
    campaign_id: Mapped[str | None]
    blueprint_id: Mapped[str | None]
    source: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
