"""Finished videos."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.core.vocabulary import (
    Platform,
    Quality,
    Source,
)
from geminivideo.rendering.library.credits import Credit


class FullRenderRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"quality": "HIGH"}]})

    quality: Quality = Quality.HIGH


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
