"""An ad again, with other hooks, music, captions or another button."""

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.renders import QueuedJob
from geminivideo.creative.model import (
    PolicyViolation,
)
from geminivideo.flows.variant_order import VariantOrder


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
