"""Plans changed by hand: whole, by edits at the timeline, or by their captions."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from geminivideo.core.vocabulary import (
    Quality,
)
from geminivideo.rendering.timeline_edits.model import TimelineEdit

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
