"""A rendered ad into storage and the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs.model import Job
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.creative.store import BlueprintRecord
from geminivideo.flows.render_styling import credits_for
from geminivideo.flows.winner_rendering.telling import tell_complete
from geminivideo.rendering import store as videos
from geminivideo.rendering.captions import sidecars
from geminivideo.rendering.renderer import RenderedVideo
from geminivideo.rendering.store import Video
from geminivideo.rendering.verification.report import RenderReport
from geminivideo.rendering.voices import source_of_voice


@dataclass(frozen=True, slots=True)
class VideoKeys:
    video: str
    thumbnail: str
    plan: str
    captions: dict[str, str]


class RenderedAds:
    """Keeps what was rendered: its files first, then, with the end of its job, its row."""

    def __init__(self, storage: ObjectStorage, clock: Clock, ids: IdSource) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids

    def upload(self, job: Job, rendered: RenderedVideo) -> VideoKeys:
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

    def save(
        self, session: Session, job: Job, record: BlueprintRecord, rendered: RenderedVideo, keys: VideoKeys
    ) -> Iterable[Job]:
        now = self._clock.now()
        videos.create(session, self._row(session, job, record, rendered, keys, now))
        tell_complete(session, job, self._storage.signed_url(keys.video), now)
        return ()

    def _upload_captions(self, folder: str, rendered: RenderedVideo) -> dict[str, str]:
        keys = {}
        for ending, kind, text in sidecars.files(rendered.plan):
            path = rendered.path.with_name(f"sidecar.{ending}")
            path.write_text(text, "utf-8", newline="\n")
            keys[ending] = f"{folder}/captions.{ending}"
            self._storage.put(keys[ending], path, content_type=kind)
        return keys

    def _row(
        self,
        session: Session,
        job: Job,
        record: BlueprintRecord,
        rendered: RenderedVideo,
        keys: VideoKeys,
        now: datetime,
    ) -> Video:
        blueprint, told = record.blueprint, job.payload
        texts = told.get("hook_text", blueprint.hook.text), told.get("cta_text", blueprint.cta.text)
        judged = texts == (blueprint.hook.text, blueprint.cta.text)
        return Video(
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
            report=_report(session, rendered),
            created_at=now,
        )


def _report(session: Session, rendered: RenderedVideo) -> RenderReport:
    """With what the file itself does not tell."""
    known = {"credits": credits_for(session, rendered.plan), "voice": source_of_voice(rendered.plan)}
    return rendered.report.model_copy(update=known)
