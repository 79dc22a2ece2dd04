"""Winners -> render jobs -> videos: which blueprints, which footage, the render itself, and what is told about it."""

import shutil
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.disk import ensure_room
from geminivideo.core.errors import CancelledError, ConflictError
from geminivideo.core.footage_scene import FootageScene, FootageSource
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobKind, JobStatus, problem
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.telemetry import timed_stage
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, Platform, Quality
from geminivideo.creative import store as campaigns
from geminivideo.creative.store import BlueprintRecord, Campaign, CampaignStatus
from geminivideo.flows.creative_generation import seed_of
from geminivideo.flows.plan_rendering import planned
from geminivideo.flows.render_stills import stills_of
from geminivideo.flows.render_styling import credits_for, open_assets, styling_of
from geminivideo.flows.variant_rendering import as_variant
from geminivideo.flows.video_origin import blueprint_in
from geminivideo.footage import store as footage_store
from geminivideo.rendering import store as videos
from geminivideo.rendering.captions import sidecars
from geminivideo.rendering.library.opening import OpenAsset
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.voice import VoiceMark
from geminivideo.rendering.planner import RenderRequest
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.renderer import RenderedVideo, Renderer
from geminivideo.rendering.store import Video
from geminivideo.rendering.voice.cloud.services import VoiceServices
from geminivideo.rendering.voices import source_of_voice

TOP_WINNERS = 10
# What a render needs in its workspace: two minutes of master-quality video, sound, cards and captions.
_ROOM_PER_RENDER = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class VideoKeys:
    video: str
    thumbnail: str
    plan: str
    captions: dict[str, str]


class RenderQueue:
    """Chooses winners and queues a job for each."""

    def __init__(self, clock: Clock, ids: IdSource, voices: VoiceServices) -> None:
        self._clock = clock
        self._ids = ids
        self._voices = voices

    def queue(
        self, session: Session, campaign_id: str, blueprint_ids: Sequence[str], options: Mapping[str, Any]
    ) -> list[Job]:
        """Jobs for the named blueprints, or for the ten best.

        Raises:
            NotFoundError: for an unknown campaign or blueprint.
            ConflictError: when the campaign is not completed, or a blueprint was not approved.
            UnavailableError: when there is no key for the voice that is asked for.
        """
        campaign = campaigns.get_campaign(session, campaign_id)
        options = {**options, "voice": self._voices.resolved(_voice(options)).model_dump(mode="json")}
        if campaign.status is not CampaignStatus.COMPLETED:
            raise _not_completed(campaign)
        approved = [r.blueprint.id for r in campaigns.list_blueprints(session, campaign_id, approved_only=True)]
        wanted = list(dict.fromkeys(blueprint_ids)) or approved[:TOP_WINNERS]
        if not wanted:
            raise ConflictError(
                f"The council approved no blueprint of {campaign_id}.",
                next_step="read the critiques of its blueprints, sharpen the brief, and generate again",
            )
        for blueprint_id in wanted:
            if blueprint_id not in approved:
                campaigns.get_blueprint(session, campaign_id, blueprint_id)
                raise _not_approved(blueprint_id)
        stills_of(session, campaign.account_id, options.get("still_ids", ()))
        styling_of(session, campaign.account_id, options)  # an id that names nothing is refused now, not by ten jobs
        return [self._job(session, campaign_id, blueprint_id, options) for blueprint_id in wanted]

    def tell_cancelled(self, session: Session, job: Job) -> None:
        """A job that was cancelled before any worker had it."""
        tell_unfinished(session, job, JobStatus.CANCELLED, None, self._clock.now())

    def _job(self, session: Session, campaign_id: str, blueprint_id: str, options: Mapping[str, Any]) -> Job:
        payload = {**options, "blueprint_id": blueprint_id}
        return jobs.create(session, self._ids.new("job"), JobKind.RENDER, campaign_id, payload, self._clock.now())


class WinnerRendering:
    """The job that renders one blueprint. `renderer` is made when it is needed: without ffmpeg a job fails, no more."""

    def __init__(
        self,
        database: Database,
        storage: ObjectStorage,
        clock: Clock,
        ids: IdSource,
        renderer: Callable[[], Renderer],
        work_folder: Path,
        *,
        min_free_bytes: int,
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._renderer = renderer
        self._work_folder = work_folder
        self._min_free_bytes = min_free_bytes

    def run(self, control: JobControl) -> StoreResult:
        job = control.job
        workspace = self._work_folder / job.job_id
        self._work_folder.mkdir(parents=True, exist_ok=True)
        ensure_room(self._work_folder, self._min_free_bytes + _ROOM_PER_RENDER)
        workspace.mkdir(exist_ok=True)
        record, request, account_id = self._begin(job)
        open_asset = open_assets(self._database, self._storage, account_id)
        with timed_stage("rendering", "render"):
            rendered = self._render(control, request, workspace, open_asset)
        control.progress("upload", 99.0)
        keys = self._upload(job, rendered)
        control.once_completed(lambda: shutil.rmtree(workspace, ignore_errors=True))
        return lambda session: self._save(session, job, record, rendered, keys)

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None:
        payload = {"job_id": job.job_id, "progress": round(percent, 1), "stage": stage}
        events.append(session, job.subject_id, "render_progress", payload, self._clock.now())

    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        tell_unfinished(session, job, status, error, self._clock.now())

    def _render(
        self, control: JobControl, request: RenderRequest | EditPlan, workspace: Path, open_asset: OpenAsset
    ) -> RenderedVideo:
        context = RenderContext(workspace, self._open_source, open_asset, control.check, control.progress)
        renderer, told = self._renderer(), control.job.payload
        if isinstance(request, RenderRequest):
            return renderer.render(request, context)
        if told.get("preview"):
            return renderer.preview(request, context)
        return renderer.render_plan(request, Quality(told["quality"]), context)

    def _begin(self, job: Job) -> tuple[BlueprintRecord, RenderRequest | EditPlan, str]:
        """What is to be rendered, a blueprint or a plan as it is, and whose it is."""
        blueprint_id = job.payload["blueprint_id"]
        with self._database.transaction() as session:
            campaign = campaigns.get_campaign(session, job.subject_id)
            record = campaigns.get_blueprint(session, job.subject_id, blueprint_id)
            request = planned(job) or as_variant(session, self._storage, job, _request(session, job, record, campaign))
            payload = {"job_id": job.job_id, "blueprint_id": blueprint_id}
            events.append(session, job.subject_id, "render_started", payload, self._clock.now())
        return record, request, campaign.account_id

    def _open_source(self, source: FootageSource) -> AbstractContextManager[Path]:
        return self._storage.local_copy(source.storage_key)

    def _upload(self, job: Job, rendered: RenderedVideo) -> VideoKeys:
        folder = f"campaigns/{job.subject_id}/{job.job_id}"
        captions = self._upload_captions(folder, rendered)
        keys = VideoKeys(f"{folder}/ad.mp4", f"{folder}/thumbnail.jpg", f"{folder}/plan.json", captions)
        plan = rendered.path.with_name("plan.json")
        named = rendered.plan.model_copy(update={"campaign_id": job.subject_id})
        plan.write_text(named.model_dump_json(indent=1), "utf-8")
        self._storage.put(keys.video, rendered.path, content_type="video/mp4")
        self._storage.put(keys.thumbnail, rendered.thumbnail, content_type="image/jpeg")
        self._storage.put(keys.plan, plan, content_type="application/json")
        for preview, path in rendered.previews.items():
            self._storage.put(preview.key(keys.video), path, content_type=preview.content_type)
        return keys

    def _upload_captions(self, folder: str, rendered: RenderedVideo) -> dict[str, str]:
        keys = {}
        for ending, kind, text in sidecars.files(rendered.plan):
            path = rendered.path.with_name(f"sidecar.{ending}")
            path.write_text(text, "utf-8", newline="\n")
            keys[ending] = f"{folder}/captions.{ending}"
            self._storage.put(keys[ending], path, content_type=kind)
        return keys

    def _save(
        self, session: Session, job: Job, record: BlueprintRecord, rendered: RenderedVideo, keys: VideoKeys
    ) -> Iterable[Job]:
        now, blueprint, told = self._clock.now(), record.blueprint, job.payload
        texts = told.get("hook_text", blueprint.hook.text), told.get("cta_text", blueprint.cta.text)
        judged = texts == (blueprint.hook.text, blueprint.cta.text)
        video = Video(
            video_id=self._ids.new("video"),
            campaign_id=job.subject_id,
            job_id=job.job_id,
            blueprint_id=blueprint.id,
            platform=told["platform"],
            quality=told["quality"],
            preview=told.get("preview", False),
            variant_of=told.get("variant_of"),
            duration_seconds=rendered.seconds,
            file_size_bytes=rendered.size_bytes,
            video_key=keys.video,
            thumbnail_key=keys.thumbnail,
            plan_key=keys.plan,
            caption_keys=keys.captions,
            hook_text=texts[0],
            cta_text=texts[1],
            council_score=record.verdict.score if judged else None,
            predicted_roas=record.predicted_roas if judged else None,
            report=rendered.report.model_copy(
                update={"credits": credits_for(session, rendered.plan), "voice": source_of_voice(rendered.plan)}
            ),
            created_at=now,
        )
        videos.create(session, video)
        payload = {"job_id": job.job_id, "download_url": self._storage.signed_url(keys.video)}
        events.append(session, job.subject_id, "render_complete", payload, now)
        _complete_campaign(session, job.subject_id, now)
        return ()


def tell_unfinished(
    session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None, now: datetime
) -> None:
    cancelled = CancelledError(
        f"The render was {status}.", next_step=f"POST /pipeline/jobs/{job.job_id}/retry renders it after all"
    )
    payload = {"job_id": job.job_id, "error": dict(error or problem(cancelled))}
    events.append(session, job.subject_id, "render_failed", payload, now)
    _complete_campaign(session, job.subject_id, now)


def _complete_campaign(session: Session, campaign_id: str, now: datetime) -> None:
    """Say so when this was the last open render. The event just written holds the stream's row lock, so of two jobs
    that end at the same moment the second one sees the first one's end.
    """
    if jobs.count_unfinished(session, campaign_id, JobKind.RENDER) == 0:
        made = len(videos.ads_of_campaign(session, campaign_id))
        events.append(session, campaign_id, "campaign_complete", {"total_videos": made}, now)


def _scenes(session: Session, campaign: Campaign) -> list[FootageScene]:
    """The scenes of the campaign's own footage; of all the account has ready where it names none."""
    if campaign.footage_ids:
        return footage_store.scenes_of(session, campaign.footage_ids)
    return footage_store.ready_scenes(session, campaign.account_id)


def _request(session: Session, job: Job, record: BlueprintRecord, campaign: Campaign) -> RenderRequest:
    options, seed = job.payload, seed_of(campaign.campaign_id, campaign.brief)
    return RenderRequest(
        blueprint=blueprint_in(options, record.blueprint),
        scenes=_scenes(session, campaign),
        platform=Platform(options["platform"]),
        quality=Quality(options["quality"]),
        preview=options.get("preview", False),
        add_captions=options["add_captions"],
        caption_style=CaptionStyle(options["caption_style"]),
        smart_crop=options["smart_crop"],
        beat_sync=options["use_beat_sync"],
        seed=zlib.crc32(f"{seed}/{record.blueprint.id}".encode()),
        styling=styling_of(session, campaign.account_id, options),
        voice=_voice(options),
        template=AdStructure(options["template"]) if options.get("template") else None,
    )


def _voice(options: Mapping[str, Any]) -> VoiceMark:
    return VoiceMark.model_validate(options.get("voice", {}))


def _not_completed(campaign: Campaign) -> ConflictError:
    if campaign.status is CampaignStatus.FAILED:
        return ConflictError(f"The campaign {campaign.campaign_id} failed.", next_step="generate it again")
    return ConflictError(
        f"The campaign {campaign.campaign_id} is still being generated.",
        next_step="wait for its generation_complete event, then render",
    )


def _not_approved(blueprint_id: str) -> ConflictError:
    return ConflictError(
        f"The council did not approve {blueprint_id}, so it is not rendered.",
        next_step="read why at GET /pipeline/campaign/{id}/blueprints/{bp}, and render an approved one",
    )
