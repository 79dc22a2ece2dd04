"""The gateway's bodies and answers, field for field as clients rely on them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from geminivideo.core.vocabulary import CaptionStyle, ConfidenceLevel, CtaType, HookType, Platform, Quality
from geminivideo.creative.model import Brief
from geminivideo.flows.campaign_requests import CampaignOrder

_EXAMPLE_BRIEF: JsonDict = {
    "product_name": "PTD Fitness Coaching",
    "offer": "Book your free consultation",
    "target_avatar": "busy professionals in Dubai",
    "pain_points": ["no time for the gym", "low energy after work"],
    "desires": ["get strong again", "have energy all day"],
    "num_variations": 50,
    "platforms": ["instagram_reels", "tiktok", "youtube_shorts"],
}


ACCOUNT_PATTERN = r"^[a-zA-Z0-9_.-]{1,64}$"


class CampaignRequest(Brief):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_BRIEF]})

    footage_ids: tuple[str, ...] = Field(
        (), max_length=200, description="footage to cut from; empty: all ready footage of the account"
    )
    account_id: str = Field("default", pattern=ACCOUNT_PATTERN)

    def order(self) -> CampaignOrder:
        brief = Brief.model_validate(self.model_dump(include=set(Brief.model_fields)))
        return CampaignOrder(brief, self.account_id, self.footage_ids)


class RankedBlueprint(BaseModel):
    id: str
    title: str
    council_score: float
    predicted_roas: float
    roas_interval: tuple[float, float]
    confidence_level: ConfidenceLevel
    rank: int
    hook_text: str
    hook_type: HookType
    cta_text: str
    cta_type: CtaType
    target_avatar: str
    emotional_triggers: list[str]


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
    websocket_url: str
    sources: dict[str, Any]
    statistics: dict[str, Any]


class CampaignState(BaseModel):
    """A campaign that has no answer yet, or never will."""

    campaign_id: str
    status: Literal["queued", "generating", "failed"]
    websocket_url: str
    error: dict[str, Any] | None = None


class RenderRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    campaign_id: str = Field(max_length=64)
    blueprint_ids: list[str] = Field(default_factory=list, max_length=100)
    platform: Platform = Platform.INSTAGRAM_REELS
    quality: Quality = Quality.HIGH
    add_captions: bool = True
    caption_style: CaptionStyle = CaptionStyle.HORMOZI
    smart_crop: bool = True
    use_beat_sync: bool = False
    audio_id: str | None = Field(None, max_length=64)


class PlanRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    plan: dict[str, Any] = Field(
        description="an edit plan as GET /pipeline/videos/{video_id}/plan gives it, changed as you like; of its sources"
        " only the footage_id counts, and a line without words is spoken anew"
    )
    campaign_id: str | None = Field(
        None, max_length=64, description="where the video is listed; by default the campaign that the plan names"
    )
    quality: Quality = Quality.HIGH


class CaptionsRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"srt": "1\n00:00:00,100 --> 00:00:01,500\nStill tired at three?\n"}]},
    )

    srt: str = Field(max_length=200_000, description="the captions as an SRT file; the voice stays as it is")
    quality: Quality | None = Field(None, description="by default the video's own")


class QueuedJob(BaseModel):
    job_id: str
    blueprint_id: str
    status: str


class RenderAnswer(BaseModel):
    campaign_id: str
    jobs: list[QueuedJob]
    websocket_url: str


class JobAnswer(BaseModel):
    job_id: str
    campaign_id: str
    blueprint_id: str
    status: str
    stage: str
    progress: float
    error: dict[str, Any] | None


class CaptionLinks(BaseModel):
    """The captions as files, each with the same words at the same times."""

    srt: str = Field(description="may be edited and sent back with PUT /pipeline/videos/{video_id}/captions")
    vtt: str
    ass: str


class VideoAnswer(BaseModel):
    video_id: str
    job_id: str
    blueprint_id: str
    platform: Platform
    format: Literal["mp4"] = "mp4"
    duration_seconds: float
    file_size_bytes: int
    video_url: str
    thumbnail_url: str
    captions: CaptionLinks | None = Field(description="null for an ad in which nothing is said")
    council_score: float | None
    predicted_roas: float | None
    hook_text: str = Field(description="of the blueprint; an edited plan may show another")
    cta_text: str = Field(description="of the blueprint; an edited plan may show another")


class VideosAnswer(BaseModel):
    campaign_id: str
    total_videos: int
    videos: list[VideoAnswer]


class UploadAnswer(BaseModel):
    footage_id: str
    status: str
    websocket_url: str
    received_bytes: int
    campaign_id: str | None = None
