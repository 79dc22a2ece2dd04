"""From stored records to the answers that clients rely on."""

from collections.abc import Sequence
from statistics import fmean

from geminivideo.app.api.schemas.blueprints import BlueprintStory, BlueprintSummary, OraclePrediction, RankedBlueprint
from geminivideo.app.api.schemas.campaigns import CampaignAnswer, CampaignSources, CampaignState, OracleDetails
from geminivideo.app.api.schemas.problems import ProblemDocument
from geminivideo.app.api.schemas.renders import JobAnswer, QueuedJob, RenderAnswer
from geminivideo.app.api.schemas.variants import QueuedVariant, VariantsAnswer
from geminivideo.app.api.schemas.videos import CaptionLinks, PreviewsAnswer, VideoAnswer, VideoSources
from geminivideo.core.jobs.model import Job
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.vocabulary import Source
from geminivideo.creative.model import CreativeSources
from geminivideo.creative.store import BlueprintRecord, Campaign, CampaignStatus
from geminivideo.flows.creative_generation import seed_of
from geminivideo.flows.variant_rendering import Variant
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.store import Video


def websocket_url(stream_id: str) -> str:
    return f"/pipeline/ws/{stream_id}"


def campaign_state(record: Campaign) -> CampaignState:
    return CampaignState(
        campaign_id=record.campaign_id,
        status="failed" if record.status is CampaignStatus.FAILED else "generating",
        websocket_url=websocket_url(record.campaign_id),
        error=ProblemDocument.model_validate(record.problem) if record.problem else None,
    )


def campaign_answer(record: Campaign, blueprints: list[BlueprintRecord]) -> CampaignAnswer:
    """Averages are over the approved blueprints, which are the ones listed."""
    statistics, sources = record.statistics, record.sources
    if statistics is None or sources is None:
        raise ValueError(f"{record.campaign_id} is not completed")
    approved = [b for b in blueprints if b.verdict.approved]
    roas = [b.predicted_roas for b in approved if b.predicted_roas is not None]
    return CampaignAnswer(
        campaign_id=record.campaign_id,
        total_generated=len(blueprints),
        approved=len(approved),
        rejected=len(blueprints) - len(approved),
        blueprints=[ranked_blueprint(b) for b in approved],
        avg_council_score=round(fmean([b.verdict.score for b in approved]), 2) if approved else None,
        avg_predicted_roas=round(fmean(roas), 3) if roas else None,
        best_predicted_roas=round(max(roas), 3) if roas else None,
        generation_time_seconds=round(record.generation_seconds or 0.0, 3),
        ready_for_render=bool(approved),
        seed=seed_of(record.campaign_id, record.brief),
        websocket_url=websocket_url(record.campaign_id),
        sources=_sources(sources, blueprints),
        statistics=statistics,
    )


def ranked_blueprint(record: BlueprintRecord) -> RankedBlueprint:
    return RankedBlueprint(**_summary(record).model_dump(), rank=record.rank or 0)


def _summary(record: BlueprintRecord) -> BlueprintSummary:
    blueprint, prediction = record.blueprint, record.prediction or {}
    low, high = prediction["interval"]
    return BlueprintSummary(
        id=blueprint.id,
        title=blueprint.title,
        council_score=record.verdict.score,
        predicted_roas=round(prediction["predicted_roas"], 3),
        roas_interval=(round(low, 3), round(high, 3)),
        confidence_level=prediction["confidence_level"],
        hook_text=blueprint.hook.text,
        hook_type=blueprint.hook.type,
        cta_text=blueprint.cta.text,
        cta_type=blueprint.cta.type,
        target_avatar=blueprint.target_avatar,
        emotional_triggers=list(blueprint.emotional_triggers),
    )


def blueprint_story(campaign_id: str, record: BlueprintRecord) -> BlueprintStory:
    return BlueprintStory(
        **_summary(record).model_dump(),
        campaign_id=campaign_id,
        rank=record.rank,
        approved=record.verdict.approved,
        blueprint=record.blueprint,
        council=record.verdict,
        reflexion=list(record.turns),
        oracle=OraclePrediction.model_validate(record.prediction),
    )


def job_answer(job: Job) -> JobAnswer:
    return JobAnswer(
        job_id=job.job_id,
        campaign_id=job.subject_id,
        blueprint_id=job.payload["blueprint_id"],
        preview=job.payload.get("preview", False),
        variant_of=job.payload.get("variant_of"),
        status=job.status,
        stage=job.stage,
        progress=round(job.progress, 1),
        error=ProblemDocument.model_validate(job.error) if job.error else None,
    )


def queued_answer(campaign_id: str, queued: Sequence[Job]) -> RenderAnswer:
    return RenderAnswer(
        campaign_id=campaign_id,
        jobs=[QueuedJob(job_id=j.job_id, blueprint_id=j.payload["blueprint_id"], status=j.status) for j in queued],
        websocket_url=websocket_url(campaign_id),
    )


def variants_answer(video_id: str, variants: Sequence[Variant]) -> VariantsAnswer:
    campaign_id = variants[0].job.subject_id
    return VariantsAnswer(
        campaign_id=campaign_id,
        variant_of=video_id,
        jobs=[_queued_variant(variant) for variant in variants],
        websocket_url=websocket_url(campaign_id),
    )


def _queued_variant(variant: Variant) -> QueuedVariant:
    job = variant.job
    return QueuedVariant(
        job_id=job.job_id,
        blueprint_id=job.payload["blueprint_id"],
        status=job.status,
        hook_text=job.payload["hook_text"],
        warnings=list(variant.warnings),
    )


def video_answer(video: Video, storage: ObjectStorage) -> VideoAnswer:
    return VideoAnswer(
        video_id=video.video_id,
        job_id=video.job_id,
        blueprint_id=video.blueprint_id,
        platform=video.platform,
        preview=video.preview,
        variant_of=video.variant_of,
        duration_seconds=video.duration_seconds,
        file_size_bytes=video.file_size_bytes,
        video_url=storage.signed_url(video.video_key),
        thumbnail_url=storage.signed_url(video.thumbnail_key),
        captions=_caption_links(video, storage),
        council_score=video.council_score,
        predicted_roas=video.predicted_roas,
        hook_text=video.hook_text,
        cta_text=video.cta_text,
        credits=list(video.report.credits),
        sources=VideoSources(voice=video.report.voice),
        notes=list(video.report.notes),
    )


def previews_answer(video: Video, storage: ObjectStorage) -> PreviewsAnswer:
    keys = {preview: preview.key(video.video_key) for preview in Preview}
    urls = {preview: storage.signed_url(key) if storage.exists(key) else None for preview, key in keys.items()}
    return PreviewsAnswer(
        video_id=video.video_id,
        contact_sheet_url=urls[Preview.CONTACT_SHEET],
        strip_url=urls[Preview.STRIP],
        waveform_url=urls[Preview.WAVEFORM],
        crop_url=urls[Preview.CROP],
    )


def _caption_links(video: Video, storage: ObjectStorage) -> CaptionLinks | None:
    links = {kind: storage.signed_url(key) for kind, key in video.caption_keys.items()}
    return CaptionLinks(**links) if links else None


def _sources(creative: CreativeSources, blueprints: list[BlueprintRecord]) -> CampaignSources:
    """`oracle` is always this product's own engines; where they ran and what they learned from stands beside it."""
    first = blueprints[0].prediction or {} if blueprints else {}
    details = OracleDetails.model_validate({name: first.get(name) for name in OracleDetails.model_fields})
    return CampaignSources(**creative.model_dump(), oracle=Source.LOCAL, oracle_details=details)
