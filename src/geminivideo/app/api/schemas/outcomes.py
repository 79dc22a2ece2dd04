"""What became of a blueprint's ads, as a client tells it."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from geminivideo.app.api.ids import GivenId
from geminivideo.core.money import CURRENCY_PATTERN
from geminivideo.creative.outcomes.model import Outcome

MOST_OUTCOMES = 10_000
_Count = Annotated[int, Field(ge=0, lt=2**62, strict=True)]

_EXAMPLE: JsonDict = {
    "blueprint_id": "bp_001",
    "first_day": "2026-11-20",
    "impressions": 12_000,
    "clicks": 180,
    "conversions": 9,
    "spend_minor": 24_500,
    "revenue_minor": 81_000,
    "currency": "AED",
}


class OutcomeGiven(BaseModel):
    model_config = ConfigDict(extra="forbid")

    blueprint_id: GivenId
    first_day: date
    last_day: date | None = Field(None, description="the last day of a longer period, included; null: one day")
    impressions: _Count
    clicks: _Count
    conversions: _Count | None = Field(None, description="null: not counted")
    spend_minor: _Count = Field(description="in the currency's minor units: 12.50 AED is 1250")
    revenue_minor: _Count = Field(description="in the currency's minor units")
    currency: str = Field(pattern=CURRENCY_PATTERN, description="ISO 4217; an account has one")
    row: int | None = Field(None, ge=1, description="its number in your file, for errors; null: counted from 1")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        self.outcome("campaign")
        return self

    def outcome(self, campaign_id: str) -> Outcome:
        given: dict[str, Any] = {name: getattr(self, name) for name in Outcome.model_fields if name != "campaign_id"}
        return Outcome(**{**given, "campaign_id": campaign_id, "last_day": self.last_day or self.first_day})


class OutcomesRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"outcomes": [_EXAMPLE]}]})

    outcomes: list[OutcomeGiven] = Field(min_length=1, max_length=MOST_OUTCOMES)


class CampaignOutcomeGiven(OutcomeGiven):
    campaign_id: GivenId


class CampaignOutcomesRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"outcomes": [{"campaign_id": "campaign_01k", **_EXAMPLE}]}]}
    )

    outcomes: list[CampaignOutcomeGiven] = Field(min_length=1, max_length=MOST_OUTCOMES)


class OutcomesAnswer(BaseModel):
    recorded: int
    campaigns: int
    blueprints: int
    accounts: list[str] = Field(description="whose ads these are; their results are looked at anew")
