"""Render jobs."""

from collections.abc import Sequence

from geminivideo.app.api.answers.streams import websocket_url
from geminivideo.app.api.schemas.problems import ProblemDocument
from geminivideo.app.api.schemas.renders import JobAnswer, QueuedJob, RenderAnswer
from geminivideo.app.api.schemas.variants import QueuedVariant, VariantsAnswer
from geminivideo.core.jobs.model import Job
from geminivideo.flows.variant_rendering import Variant


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
