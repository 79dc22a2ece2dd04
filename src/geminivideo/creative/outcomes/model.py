"""What became of a blueprint's ads: counted, paid and earned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.money import CURRENCY_PATTERN, Money
from geminivideo.core.periods import days_told

_Count = Annotated[int, Field(ge=0, lt=2**62)]


class Outcome(Frozen):
    """From `first_day` to `last_day`, both included; amounts are in the currency's minor units."""

    campaign_id: str
    blueprint_id: str
    first_day: date
    last_day: date
    impressions: _Count
    clicks: _Count
    conversions: _Count | None = Field(None, description="null: not counted")
    spend_minor: _Count
    revenue_minor: _Count
    currency: str = Field(pattern=CURRENCY_PATTERN, description="ISO 4217")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.clicks > self.impressions:
            raise ValueError(f"clicks ({self.clicks}) must not be more than impressions ({self.impressions})")
        if self.last_day < self.first_day:
            raise ValueError(f"last_day ({self.last_day}) must not be before first_day ({self.first_day})")
        return self

    @property
    def place(self) -> str:
        return f"{self.campaign_id}/{self.blueprint_id}"

    @property
    def days(self) -> str:
        return days_told(self.first_day, self.last_day)

    def overlaps(self, other: "Outcome") -> bool:
        same = self.place == other.place
        return same and self.first_day <= other.last_day and other.first_day <= self.last_day


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all periods together. A rate is None where it has nothing to be a share of."""

    impressions: int
    clicks: int
    conversions: int | None
    spend: Money
    revenue: Money

    @property
    def click_rate(self) -> float | None:
        return self.clicks / self.impressions if self.impressions else None

    @property
    def roas(self) -> float | None:
        return self.revenue.minor / self.spend.minor if self.spend.minor else None


def totals(outcomes: Sequence[Outcome]) -> Totals | None:
    """None for no outcome. Conversions are summed over the periods in which they were counted."""
    if not outcomes:
        return None
    counted = [outcome.conversions for outcome in outcomes if outcome.conversions is not None]
    currency = outcomes[0].currency
    return Totals(
        impressions=sum(outcome.impressions for outcome in outcomes),
        clicks=sum(outcome.clicks for outcome in outcomes),
        conversions=sum(counted) if counted else None,
        spend=Money(sum(outcome.spend_minor for outcome in outcomes), currency),
        revenue=Money(sum(outcome.revenue_minor for outcome in outcomes), currency),
    )
