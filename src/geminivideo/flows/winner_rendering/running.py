"""The job that renders one blueprint, or a plan as it is."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.disk import ensure_room
from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobStatus
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.telemetry import timed_stage
from geminivideo.core.vocabulary import Quality
from geminivideo.creative import store as campaigns
from geminivideo.creative.store import BlueprintRecord
from geminivideo.flows.plan_rendering import planned
from geminivideo.flows.render_styling import open_assets
from geminivideo.flows.variant_rendering import as_variant
from geminivideo.flows.winner_rendering.request import request_of
from geminivideo.flows.winner_rendering.storing import RenderedAds
from geminivideo.flows.winner_rendering.telling import tell_progress, tell_started, tell_unfinished
from geminivideo.rendering.library.opening import OpenAsset
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import RenderedVideo, Renderer

# What a render needs in its workspace: two minutes of master-quality video, sound, cards and captions.
_ROOM_PER_RENDER = 512 * 1024**2


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
        self._ads = RenderedAds(storage, clock, ids)
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
        keys = self._ads.upload(job, rendered)
        control.once_completed(lambda: shutil.rmtree(workspace, ignore_errors=True))
        return lambda session: self._ads.save(session, job, record, rendered, keys)

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None:
        tell_progress(session, job, stage, percent, self._clock.now())

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
        with self._database.transaction() as session:
            campaign = campaigns.get_campaign(session, job.subject_id)
            record = campaigns.get_blueprint(session, job.subject_id, job.payload["blueprint_id"])
            request = planned(job) or as_variant(
                session, self._storage, job, request_of(session, job, record, campaign)
            )
            tell_started(session, job, self._clock.now())
        return record, request, campaign.account_id

    def _open_source(self, source: FootageSource) -> AbstractContextManager[Path]:
        return self._storage.local_copy(source.storage_key)
