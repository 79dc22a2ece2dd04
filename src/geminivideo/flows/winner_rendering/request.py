"""From a queued job to what the renderer is asked for."""

import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.jobs.model import Job
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, Platform, Quality
from geminivideo.creative.store import BlueprintRecord, Campaign
from geminivideo.flows.campaign_footage import scenes_for
from geminivideo.flows.creative_generation import seed_of
from geminivideo.flows.render_styling import styling_of
from geminivideo.flows.video_origin import blueprint_in
from geminivideo.rendering.plan.voice import VoiceMark
from geminivideo.rendering.render_request import RenderRequest


def request_of(session: Session, job: Job, record: BlueprintRecord, campaign: Campaign) -> RenderRequest:
    options, seed = job.payload, seed_of(campaign.campaign_id, campaign.brief)
    return RenderRequest(
        blueprint=blueprint_in(options, record.blueprint),
        scenes=scenes_for(session, campaign),
        platform=Platform(options["platform"]),
        quality=Quality(options["quality"]),
        preview=options.get("preview", False),
        add_captions=options["add_captions"],
        caption_style=CaptionStyle(options["caption_style"]),
        smart_crop=options["smart_crop"],
        beat_sync=options["use_beat_sync"],
        seed=zlib.crc32(f"{seed}/{record.blueprint.id}".encode()),
        styling=styling_of(session, campaign.account_id, options),
        voice=voice_of(options),
        template=AdStructure(options["template"]) if options.get("template") else None,
    )


def voice_of(options: Mapping[str, Any]) -> VoiceMark:
    return VoiceMark.model_validate(options.get("voice", {}))
