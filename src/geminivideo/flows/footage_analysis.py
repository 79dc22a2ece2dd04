"""Footage: stored file -> scenes with features -> CTR per scene -> rank -> contact sheet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import CancelledError, ProcessingError, UnavailableError
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobStatus, problem
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.telemetry import timed_stage
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.flows.campaign_requests import CampaignRequests
from geminivideo.flows.footage_telling import tell
from geminivideo.footage import store
from geminivideo.footage.analysis import analyze
from geminivideo.footage.contact_sheet import draw_contact_sheet
from geminivideo.footage.meaning import with_embeddings
from geminivideo.footage.model import Analysis, Footage
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.speech.listening import SpeechListener
from geminivideo.footage.store import CtrPrediction
from geminivideo.oracle.features import scene_features
from geminivideo.oracle.model import SceneItem
from geminivideo.oracle.predictor import Predictor


def contact_sheet_key(footage_id: str) -> str:
    return f"contact-sheets/{footage_id}.png"


class FootageAnalysis:
    """The job that turns stored footage into ranked scenes."""

    def __init__(
        self,
        database: Database,
        storage: ObjectStorage,
        clock: Clock,
        oracle: Predictor,
        settings: AnalysisSettings,
        work_folder: Path,
        campaigns: CampaignRequests,
        encoder: Callable[[], TextEncoder],
        listener: SpeechListener | None = None,
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._oracle = oracle
        self._settings = settings
        self._work_folder = work_folder
        self._campaigns = campaigns
        self._encoder = encoder
        self._listener = listener

    def run(self, control: JobControl) -> StoreResult:
        footage_id = control.job.subject_id
        with self._database.transaction() as session:
            footage = store.get(session, footage_id)
            store.mark_analyzing(session, footage_id)
        work = self._work_folder / footage_id
        with self._storage.local_copy(footage.storage_key) as path:
            analysis = self._measure(path, footage, control, work)
            self._draw(path, analysis, footage_id, work)
        analysis = self._embed(analysis)
        predictions = self._predict(analysis)
        return lambda session: self._save(session, control.job, analysis, predictions)

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None:
        payload = {"footage_id": job.subject_id, "progress": percent, "stage": stage}
        tell(session, job.subject_id, "footage_progress", payload, self._clock.now())
        if campaign_id := job.payload.get("then_generate"):
            self._campaigns.report(session, campaign_id, 0.0, f"Analysing the footage: {stage}")

    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        cancelled = CancelledError(f"The analysis was {status}.", next_step="upload the file again")
        why = error or problem(cancelled)
        store.mark_failed(session, job.subject_id, ProcessingError(why["detail"], next_step=why["next_step"]))
        payload = {"footage_id": job.subject_id, "error": dict(why)}
        tell(session, job.subject_id, "footage_failed", payload, self._clock.now())
        if campaign_id := job.payload.get("then_generate"):
            self._campaigns.fail(session, campaign_id, why)

    def _measure(self, path: Path, footage: Footage, control: JobControl, work: Path) -> Analysis:
        with timed_stage("footage", "analyze"):
            return analyze(
                path,
                footage.source,
                settings=self._settings,
                check=control.check,
                report=lambda stage, percent: control.progress(stage, percent * 0.97),
                work=work,
                listener=self._listener_for(control.job),
            )

    def _listener_for(self, job: Job) -> SpeechListener | None:
        spoken = job.payload.get("spoken_language")
        return replace(self._listener, language=spoken) if self._listener and spoken else self._listener

    def _draw(self, path: Path, analysis: Analysis, footage_id: str, work: Path) -> None:
        sheet = work / "contact-sheet.png"
        draw_contact_sheet(path, analysis.scenes, sheet, max_pixels=self._settings.max_pixels)
        self._storage.put(contact_sheet_key(footage_id), sheet, content_type="image/png")

    def _embed(self, analysis: Analysis) -> Analysis:
        """Scenes without embeddings are still scenes: they are found by their words."""
        try:
            scenes = with_embeddings(analysis.scenes, self._encoder().encode)
        except UnavailableError as error:
            return analysis.model_copy(update={"problems": (*analysis.problems, f"no embeddings: {error.cause}")})
        return analysis.model_copy(update={"scenes": scenes})

    def _predict(self, analysis: Analysis) -> dict[str, CtrPrediction]:
        scenes = [ranked.scene for ranked in analysis.scenes]
        items = [SceneItem(scene.scene_id, scene_features(scene.features, scene.seconds)) for scene in scenes]
        return {
            found.scene_id: CtrPrediction(predicted_ctr=found.predicted_ctr, interval=found.interval)
            for found in self._oracle.predict_ctr(items)
        }

    def _save(
        self, session: Session, job: Job, analysis: Analysis, predictions: Mapping[str, CtrPrediction]
    ) -> Iterable[Job]:
        footage_id, now = job.subject_id, self._clock.now()
        store.save_analysis(session, footage_id, analysis, now)
        store.save_predictions(session, footage_id, predictions)
        payload = {"footage_id": footage_id, "scenes": len(analysis.scenes)}
        tell(session, footage_id, "footage_ready", payload, now)
        campaign_id = job.payload.get("then_generate")
        return [self._campaigns.queue(session, campaign_id)] if campaign_id else []
