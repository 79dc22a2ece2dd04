"""The gateway's bodies and answers, field for field as clients rely on them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.voice_field import GivenVoice
from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import (
    AdStructure,
    CaptionStyle,
    ConfidenceLevel,
    CtaType,
    HookType,
    LookName,
    Platform,
    Quality,
    Source,
)
from geminivideo.creative.model import (
    Brief,
    CampaignStatistics,
    CreativeSources,
    PolicyViolation,
    ReflexionTurn,
    Verdict,
)
from geminivideo.flows.campaign_requests import CampaignOrder
from geminivideo.flows.variant_order import VariantOrder
from geminivideo.oracle.model import Basis, ServedBy
from geminivideo.oracle.wire import RoasPredictionWire
from geminivideo.rendering.graphics.wanted import WantedCountdown, WantedLowerThird
from geminivideo.rendering.library.credits import Credit
from geminivideo.rendering.plan.voice import OFFLINE
from geminivideo.rendering.sound.levels import MixSettings
from geminivideo.rendering.sound.music.moods import MoodName
from geminivideo.rendering.timeline_edits.model import TimelineEdit

_EXAMPLE_BRIEF: JsonDict = {
    "product_name": "PTD Fitness Coaching",
    "offer": "Book your free consultation",
    "target_avatar": "busy professionals in Dubai",
    "pain_points": ["no time for the gym", "low energy after work"],
    "desires": ["get strong again", "have energy all day"],
    "num_variations": 50,
    "platforms": ["instagram_reels", "tiktok", "youtube_shorts"],
}

_EXAMPLE_RENDER: JsonDict = {
    "campaign_id": "campaign_01k5zq3v8e4m2w7r9t1y6b0c",
    "blueprint_ids": ["bp_001", "bp_007"],
    "platform": "tiktok",
    "quality": "HIGH",
    "caption_style": "karaoke",
    "lower_third": {"name": "Sara Haddad", "line": "Customer since 2022"},
}

ACCOUNT_PATTERN = r"^[a-zA-Z0-9_.-]{1,64}$"


class CampaignRequest(Brief):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_BRIEF]})

    footage_ids: tuple[GivenId, ...] = Field(
        (), max_length=200, description="footage to cut from; empty: all ready footage of the account"
    )
    account_id: str = Field("default", pattern=ACCOUNT_PATTERN)

    def order(self) -> CampaignOrder:
        brief = Brief.model_validate(self.model_dump(include=set(Brief.model_fields)))
        return CampaignOrder(brief, self.account_id, self.footage_ids)


class ProblemDocument(BaseModel):
    """Why something failed, as an answer with that status would say it (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    next_step: str


class BlueprintSummary(BaseModel):
    id: str
    title: str
    council_score: float
    predicted_roas: float
    roas_interval: tuple[float, float]
    confidence_level: ConfidenceLevel
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
    statistics: CampaignStatistics


class CampaignState(BaseModel):
    """A campaign that has no answer yet, or never will."""

    campaign_id: str
    status: Literal["queued", "generating", "failed"]
    websocket_url: str
    error: ProblemDocument | None = None


class RenderRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE_RENDER]})

    campaign_id: GivenId
    blueprint_ids: list[GivenId] = Field(default_factory=list, max_length=100)
    platform: Platform = Platform.INSTAGRAM_REELS
    quality: Quality = Quality.HIGH
    preview: bool = Field(
        False,
        description="render a third of the width and height first; POST /pipeline/videos/{video_id}/render then makes"
        " the ad of it in full",
    )
    add_captions: bool = True
    caption_style: CaptionStyle = CaptionStyle.HORMOZI
    smart_crop: bool = True
    use_beat_sync: bool = Field(False, description="cut on the beats of the music instead of where words begin")
    template: AdStructure | None = Field(
        None,
        description="cut the ads as this structure, with its pace, transitions, titles and end card; by default as each"
        " blueprint is written",
        examples=["ugc_style"],
    )
    audio_id: GivenId | None = Field(
        None, description="music of the asset library instead of a bed made for the ad; GET /api/assets?kind=music"
    )
    mood: MoodName | None = Field(
        None, description="of the bed made for the ad; by default the one that goes with its energy and pacing"
    )
    look: LookName | None = Field(None, description="a named grade over all footage")
    lut_id: GivenId | None = Field(
        None, description="a colour table of the asset library over all footage; GET /api/assets?kind=lut"
    )
    match_clips: bool = Field(True, description="bring exposure and white balance of the clips nearer to each other")
    original_sound: bool = Field(False, description="let the clips' own sound be heard under voice and music")
    caption_original_sound: bool = Field(
        True, description="caption what is said in the clips' own sound, where it is heard and no voice-over speaks"
    )
    mix: MixSettings = Field(default_factory=MixSettings, description="gains of voice, music and original sound")
    brand_kit_id: GivenId | None = Field(None, description="colours, logo and font of the brand; GET /api/brand-kits")
    voice: GivenVoice = Field(
        OFFLINE,
        description="who speaks: the bundled voice, or a service whose key is set; in short 'gemini' or 'gemini:Kore'",
        examples=[{"provider": "gemini", "voice": "Kore", "instructions": "warm and unhurried"}, "openai:alloy"],
    )
    progress_bar: bool = Field(False, description="a thin bar that fills while the ad plays")
    lower_third: WantedLowerThird | None = Field(None, description="a name and a line over footage; null: none")
    countdown: WantedCountdown | None = Field(None, description="numbers that count down, a second each; null: none")
    still_ids: list[GivenId] = Field(
        default_factory=list,
        max_length=20,
        description="pictures of the asset library, as of the product, each shown at most twice: in scenes that call"
        " for them, and in those that no footage fits; GET /api/assets?kind=still",
    )


# Only the end card, so that the example stays readable; GET /pipeline/videos/{video_id}/plan gives a whole plan.
_EXAMPLE_PLAN: JsonDict = {
    "blueprint_id": "bp_001",
    "platform": "square",
    "width": 1080,
    "height": 1080,
    "frames": 90,
    "language": "en",
    "seed": 7,
    "palette": {
        "base": "#101418",
        "glows": ["#1E2A38", "#0B3B4A", "#123524"],
        "accent": "#FFE14D",
        "text": "#FFFFFF",
    },
    "clips": [
        {
            "kind": "end_card",
            "scene": 0,
            "start": 0,
            "frames": 90,
            "product_name": "PTD Fitness Coaching",
            "offer": "Book your free consultation",
            "call_to_action": "Book now",
        }
    ],
    "narration": [],
    "titles": [],
    "caption_style": "hormozi",
    "music": {"mood": "calm", "energy": 5},
}


class PlanRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"plan": _EXAMPLE_PLAN, "campaign_id": "campaign_01k", "quality": "DRAFT"}]},
    )

    plan: dict[str, Any] = Field(
        description="an edit plan as GET /pipeline/videos/{video_id}/plan gives it, changed as you like; of its sources"
        " only the footage_id counts, and a line without words is spoken anew"
    )
    campaign_id: str | None = Field(
        None, max_length=64, description="where the video is listed; by default the campaign that the plan names"
    )
    quality: Quality = Quality.HIGH
    preview: bool = Field(False, description="at a third of the width and height first")
    edits: list[TimelineEdit] = Field(
        default_factory=list, max_length=200, description="made before it is rendered, as by POST …/plan/edits"
    )


class PlanEditsRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "edits": [
                        {"op": "trim", "clip": 3, "edge": "tail", "by": -12},
                        {"op": "slip", "clip": 1, "seconds": 0.5},
                        {"op": "delete", "clip": 2, "mode": "roll"},
                    ],
                    "quality": "DRAFT",
                }
            ]
        },
    )

    edits: list[TimelineEdit] = Field(
        min_length=1,
        max_length=200,
        description="made one after the other, all or none; clips are counted from 0, anew after each edit",
    )
    quality: Quality | None = Field(None, description="by default the video's own")
    preview: bool = Field(False, description="at a third of the width and height first")


class CaptionsRequest(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"srt": "1\n00:00:00,100 --> 00:00:01,500\nStill tired at three?\n"}]},
    )

    srt: str = Field(max_length=200_000, description="the captions as an SRT file; the voice stays as it is")
    quality: Quality | None = Field(None, description="by default the video's own")
    preview: bool = Field(False, description="at a third of the width and height first")


class FullRenderRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"quality": "HIGH"}]})

    quality: Quality = Quality.HIGH


class VariantsRequest(VariantOrder):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"hooks": [{"text": "Still tired at three?"}, {"text": "Ten minutes a day."}], "preview": True},
                {"mood": "calm", "caption_style": "karaoke"},
            ]
        }
    )

    audio_id: GivenId | None = Field(None, description="music of the asset library; GET /api/assets?kind=music")


class QueuedJob(BaseModel):
    job_id: str
    blueprint_id: str
    status: str


class RenderAnswer(BaseModel):
    campaign_id: str
    jobs: list[QueuedJob]
    websocket_url: str


class QueuedVariant(QueuedJob):
    hook_text: str
    warnings: list[PolicyViolation] = Field(
        description="what ad policy has against the texts of this request; it is rendered all the same"
    )


class VariantsAnswer(BaseModel):
    campaign_id: str
    variant_of: str
    jobs: list[QueuedVariant]
    websocket_url: str


class JobAnswer(BaseModel):
    job_id: str
    campaign_id: str
    blueprint_id: str
    preview: bool
    variant_of: str | None
    status: str
    stage: str
    progress: float
    error: ProblemDocument | None


class CaptionLinks(BaseModel):
    """The captions as files, each with the same words at the same times."""

    srt: str = Field(description="may be edited and sent back with PUT /pipeline/videos/{video_id}/captions")
    vtt: str
    ass: str


class VideoSources(BaseModel):
    """Which part was made by a live outside service, and which by this product."""

    voice: Source | None = Field(description="null for an ad in which nothing is said")


class VideoAnswer(BaseModel):
    video_id: str
    job_id: str
    blueprint_id: str
    platform: Platform
    preview: bool = Field(description="small, to be looked at before the ad is rendered; not an ad to publish")
    variant_of: str | None = Field(description="the video that this one changes")
    format: Literal["mp4"] = "mp4"
    duration_seconds: float
    file_size_bytes: int
    video_url: str
    thumbnail_url: str
    captions: CaptionLinks | None = Field(description="null for an ad in which nothing is said")
    council_score: float | None = Field(description="of the blueprint; null for a variant with texts nobody judged")
    predicted_roas: float | None = Field(description="of the blueprint; null for a variant with texts nobody judged")
    hook_text: str = Field(description="of the blueprint or variant; an edited plan may show another")
    cta_text: str = Field(description="of the blueprint or variant; an edited plan may show another")
    credits: list[Credit] = Field(description="the assets in it, with the credits that their licences ask for")
    sources: VideoSources
    notes: list[str] = Field(description="what is otherwise than asked for, and why")


class PreviewsAnswer(BaseModel):
    """Pictures by which to judge a video without playing it; None for what was never made of it."""

    video_id: str
    contact_sheet_url: str | None = Field(description="JPEG: a picture of each clip with the reason for its choice")
    strip_url: str | None = Field(description="JPEG: twelve pictures at even distances beside each other")
    waveform_url: str | None = Field(description="PNG: how loud it is over its time")
    crop_url: str | None = Field(description="JPEG: the footage with its subjects and the window shown of it")


class VideosAnswer(BaseModel):
    campaign_id: str
    total_videos: int = Field(description="of those listed here, previews among them")
    videos: list[VideoAnswer]


class UploadAnswer(BaseModel):
    footage_id: str
    status: str
    websocket_url: str
    received_bytes: int
    campaign_id: str | None = None
