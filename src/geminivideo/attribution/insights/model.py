"""What an ad of an account did from one day to another, as the place that shows it counts."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.money import CURRENCY_PATTERN, Money

_Count = Annotated[int, Field(ge=0, lt=2**62)]


class ClickKind(StrEnum):
    LINK = "link"
    ALL = "all"


class InsightSource(StrEnum):
    ADS_MANAGER = "ads_manager"


class BlueprintLink(NamedTuple):
    """The blueprint that an ad was made from."""

    campaign_id: str
    blueprint_id: str


class AdInsight(Frozen):
    """From `first_day` to `last_day`, both included; amounts are in the currency's minor units.

    Clicks may outnumber impressions: one person who sees an ad can click twice.
    """

    account_id: str
    ad_id: str | None = Field(None, description="null: the export does not say it; then its names stand for it")
    ad_name: str = Field(min_length=1)
    ad_set_name: str | None = None
    campaign_name: str | None = None
    first_day: date
    last_day: date
    impressions: _Count
    clicks: _Count
    click_kind: ClickKind
    conversions: _Count | None = Field(None, description="null: not counted")
    spend_minor: _Count
    revenue_minor: _Count | None = Field(None, description="null: not counted")
    currency: str = Field(pattern=CURRENCY_PATTERN, description="ISO 4217")
    link: BlueprintLink | None = Field(None, description="null: of no blueprint of this installation")
    source: InsightSource

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError(f"the last day ({self.last_day}) must not be before the first ({self.first_day})")
        return self

    @cached_property
    def ad_key(self) -> str:
        """What tells the ad from the others of its account."""
        return self.ad_id or key_of_names(self.ad_name, self.ad_set_name, self.campaign_name)


def key_of_names(ad_name: str, ad_set_name: str | None, campaign_name: str | None) -> str:
    """Never mistaken for an ad's id, which is digits."""
    names = "\x1f".join((campaign_name or "", ad_set_name or "", ad_name))
    return f"names-{hashlib.sha256(names.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class AdTotals:
    """An ad over all its periods. Conversions and revenue are None unless every period counted them."""

    ad_key: str
    ad_name: str
    campaign_name: str | None
    link: BlueprintLink | None
    first_day: date
    last_day: date
    periods: int
    impressions: int
    clicks: int
    click_kind: ClickKind
    conversions: int | None
    spend: Money
    revenue: Money | None
