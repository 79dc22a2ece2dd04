"""Blueprints with their scores, and what led to them."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import (
    ConfidenceLevel,
    CtaType,
    HookType,
    Platform,
    Quality,
    Source,
)
from geminivideo.creative.model import (
    Brief,
    CreativeSources,
    ReflexionTurn,
    Verdict,
)
from geminivideo.oracle.model import ServedBy
from geminivideo.oracle.wire.roas import RoasPredictionWire


class BlueprintSummary(BaseModel):
    id: str
    title: str
    council_score: float
    predicted_roas: float
    roas_interval: tuple[float, float]
    confidence_level: ConfidenceLevel = Field(
        description="the Oracle's own, one level lower where the council's members are more than 25 points apart"
    )
    hook_text: str
    hook_type: HookType
    cta_text: str
    cta_type: CtaType
    target_avatar: str
    emotional_triggers: list[str]


class RankedBlueprint(BlueprintSummary):
    rank: int


class OraclePrediction(RoasPredictionWire):
    """A prediction and the numbers that it was made from."""

    model_version: str
    served_by: ServedBy
    features: dict[str, float | None]


class GridPlace(BaseModel):
    """One way in which the campaign's blueprints were planned to differ, and where this one stands in it."""

    dimension: str = Field(description="hook type, angle, structure, call to action or length")
    value: str
    shared_with: int = Field(description="other blueprints of the campaign with the same value")


class RenderMade(BaseModel):
    """A video made from the blueprint; GET /pipeline/campaign/{campaign_id}/videos has its links."""

    video_id: str
    platform: Platform
    quality: Quality
    preview: bool
    variant_of: str | None
    duration_seconds: float
    hook_text: str
    created_at: datetime


class OutcomeOfPeriod(BaseModel):
    """What the blueprint's ads did from `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date
    impressions: int
    clicks: int
    conversions: int | None = Field(description="null: not counted")
    spend_minor: int = Field(description="in the currency's minor units")
    revenue_minor: int = Field(description="in the currency's minor units")
    currency: str


class OutcomeTotals(BaseModel):
    """Of all periods; a rate is null where it has nothing to be a share of."""

    impressions: int
    clicks: int
    conversions: int | None
    spend_minor: int
    revenue_minor: int
    currency: str
    click_rate: float | None
    roas: float | None


class BlueprintStory(BlueprintSummary):
    """Everything that led to a blueprint's rank: its text, its judges, its rewrites, its prediction, its outcomes."""

    campaign_id: str
    rank: int | None = Field(description="None when it was not approved")
    approved: bool
    blueprint: Blueprint
    council: Verdict
    reflexion: list[ReflexionTurn]
    oracle: OraclePrediction
    account_id: str
    created_at: datetime = Field(description="when the campaign was ordered")
    brief: Brief
    footage_ids: list[str] = Field(description="footage to cut from; empty: all ready footage of the account")
    sources: CreativeSources
    written_by: Source
    total_in_campaign: int
    approved_in_campaign: int
    decision: list[str] = Field(description="why it was approved or not, and what its rank comes from, in words")
    grid: list[GridPlace]
    videos: list[RenderMade] = Field(description="in the order in which they were finished")
    outcomes: list[OutcomeOfPeriod] = Field(description="as recorded, by day or longer period")
    outcome_totals: OutcomeTotals | None = Field(description="null: no outcome is recorded")
