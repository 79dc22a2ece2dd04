"""A brief, and the campaign made from it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.blueprints import RankedBlueprint
from geminivideo.app.api.schemas.problems import ProblemDocument
from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.core.vocabulary import (
    Source,
)
from geminivideo.creative.model import (
    Brief,
    CampaignStatistics,
    CreativeSources,
)
from geminivideo.creative.store import CampaignStatus
from geminivideo.flows.campaign_requests import CampaignOrder
from geminivideo.oracle.model import Basis, ServedBy

_EXAMPLE_BRIEF: JsonDict = {
    "product_name": "PTD Fitness Coaching",
    "offer": "Book your free consultation",
    "target_avatar": "busy professionals in Dubai",
    "pain_points": ["no time for the gym", "low energy after work"],
    "desires": ["get strong again", "have energy all day"],
    "num_variations": 50,
    "platforms": ["instagram_reels", "tiktok", "youtube_shorts"],
}


class CampaignRequest(Brief):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_BRIEF]})

    footage_ids: tuple[GivenId, ...] = Field(
        (), max_length=200, description="footage to cut from; empty: all ready footage of the account"
    )
    account_id: str = Field("default", pattern=ACCOUNT_PATTERN)

    def order(self) -> CampaignOrder:
        brief = Brief.model_validate(self.model_dump(include=set(Brief.model_fields)))
        return CampaignOrder(brief, self.account_id, self.footage_ids)


class OracleDetails(BaseModel):
    """Where the predictions were made and what the model had learned from; all None before there is one."""

    served_by: ServedBy | None
    basis: Basis | None
    model_version: str | None
    missing_engines: list[str] | None


class CampaignSources(CreativeSources):
    """Which part was a live outside model, and which part of this product."""

    oracle: Source
    oracle_details: OracleDetails


class ModelUsage(BaseModel):
    """What was asked of language models; `cost_micros` is in millionths of a US dollar."""

    requests: int = 0
    unpriced_requests: int = Field(0, description="of models whose price is not known: they are not in the cost")
    input_tokens: int = Field(0, description="with the cached ones")
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_micros: int = 0


class CampaignUsage(ModelUsage):
    """Over all attempts at the campaign; zero where no live model was asked."""

    roles: dict[str, ModelUsage] = Field(default_factory=dict)


class CampaignAnswer(BaseModel):
    campaign_id: str
    status: Literal["completed"] = "completed"
    total_generated: int
    approved: int
    rejected: int
    blueprints: list[RankedBlueprint]
    avg_council_score: float | None
    avg_predicted_roas: float | None
    best_predicted_roas: float | None
    generation_time_seconds: float
    ready_for_render: bool
    seed: int = Field(description="the same brief with this seed gives the same blueprints")
    websocket_url: str
    sources: CampaignSources
    usage: CampaignUsage
    statistics: CampaignStatistics


class CampaignState(BaseModel):
    """A campaign that has no answer yet, or never will."""

    campaign_id: str
    status: Literal["queued", "generating", "failed"]
    websocket_url: str
    error: ProblemDocument | None = None


class CampaignListed(BaseModel):
    campaign_id: str
    status: CampaignStatus
    product_name: str
    offer: str
    created_at: datetime
    total_generated: int | None = Field(description="null until it is completed")
    approved: int | None = Field(description="null until it is completed")


class CampaignList(BaseModel):
    campaigns: list[CampaignListed]
