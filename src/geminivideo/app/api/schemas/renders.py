"""Blueprints to render, and the jobs that do."""

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.problems import ProblemDocument
from geminivideo.app.api.voice_field import GivenVoice
from geminivideo.core.vocabulary import (
    AdStructure,
    CaptionStyle,
    LookName,
    Platform,
    Quality,
)
from geminivideo.rendering.graphics.wanted import WantedCountdown, WantedLowerThird
from geminivideo.rendering.plan.voice import OFFLINE
from geminivideo.rendering.sound.levels import MixSettings
from geminivideo.rendering.sound.music.moods import MoodName

_EXAMPLE_RENDER: JsonDict = {
    "campaign_id": "campaign_01k5zq3v8e4m2w7r9t1y6b0c",
    "blueprint_ids": ["bp_001", "bp_007"],
    "platform": "tiktok",
    "quality": "HIGH",
    "caption_style": "karaoke",
    "lower_third": {"name": "Sara Haddad", "line": "Customer since 2022"},
}


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
    preview: bool
    variant_of: str | None
    status: str
    stage: str
    progress: float
    error: ProblemDocument | None
