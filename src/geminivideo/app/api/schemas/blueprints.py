"""Blueprints with their scores, and what led to them."""

from pydantic import BaseModel, Field

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import (
    ConfidenceLevel,
    CtaType,
    HookType,
)
from geminivideo.creative.model import (
    ReflexionTurn,
    Verdict,
)
from geminivideo.oracle.model import ServedBy
from geminivideo.oracle.wire import RoasPredictionWire


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


class BlueprintStory(BlueprintSummary):
    """Everything that led to a blueprint's rank: its text, its judges, its rewrites, its prediction."""

    campaign_id: str
    rank: int | None = Field(description="None when it was not approved")
    approved: bool
    blueprint: Blueprint
    council: Verdict
    reflexion: list[ReflexionTurn]
    oracle: OraclePrediction
