"""Insights of ads that tests change what they are about of."""

from datetime import date, timedelta
from typing import Any

from geminivideo.attribution.insights.model import AdInsight, ClickKind, InsightSource

DAY = date(2026, 11, 20)
WEEK = {"first_day": DAY - timedelta(7), "last_day": DAY - timedelta(1)}


def insight(**changes: Any) -> AdInsight:
    given = {"account_id": "acme", "ad_id": "120201", "ad_name": "Kettle A", "first_day": DAY, "currency": "AED"}
    counted = {"impressions": 1000, "clicks": 20, "conversions": 3, "spend_minor": 5000, "revenue_minor": 12_000}
    kinds = {"click_kind": ClickKind.LINK, "source": InsightSource.ADS_MANAGER}
    whole = {**given, **counted, **kinds, **changes}
    return AdInsight.model_validate({"last_day": whole["first_day"], **whole})
