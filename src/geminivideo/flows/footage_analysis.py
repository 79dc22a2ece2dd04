"""Footage: stored file -> scenes with features -> CTR per scene -> rank -> contact sheet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import CancelledError, ProcessingError, UnavailableError
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobStatus, problem
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.telemetry import timed_stage
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.flows.campaign_requests import CampaignRequests
from geminivideo.flows.footage_correcting import queue_again
from geminivideo.flows.footage_telling import tell
from geminivideo.footage import store
from geminivideo.footage.analysis import analyze
from geminivideo.footage.contact_sheet import draw_contact_sheet
from geminivideo.footage.meaning import with_embeddings
from geminivideo.footage.model import Analysis, Footage, RankedScene
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.sidecar.writing import as_text, sidecar_of
from geminivideo.footage.speech.listening import SpeechListener
from geminivideo.footage.steps import alone_in
from geminivideo.footage.store import CtrPrediction
from geminivideo.oracle.features import scene_features
from geminivideo.oracle.model import CtrPrediction as ScenePrediction
from geminivideo.oracle.model import SceneItem
from geminivideo.oracle.prediction_log import Occasion, log_ctr
from geminivideo.oracle.predictor import Predictor
from geminivideo.rendering.previews import lettering


def contact_sheet_key(footage_id: str) -> str:
    return f"contact-sheets/{footage_id}.png"


def sidecar_key(footage_id: str) -> str:
    return f"sidecars/{footage_id}.json"


class FootageAnalysis:
    """The job that turns stored footage into ranked scenes."""

    def __init__(
        self,
        database: Database,
        storage: ObjectStorage,
        clock: Clock,
        ids: IdSource,
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
        self._ids = ids
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
        with alone_in(work, control.check), self._storage.local_copy(footage.storage_key) as path:
            analysis = self._measure(path, footage, control, work)
            analysis = self._embed(analysis)
            scenes = scene_items(analysis)
            found = self._oracle.predict_ctr(scenes, footage.account_id)
            predictions = _by_scene(found)
            self._draw(path, _with_ctr(analysis, predictions), control, work)
        analyzed = footage.model_copy(update={"analyzed_at": self._clock.now()})
        self._write_sidecar(analyzed, analysis, predictions, work)

        def save(session: Session) -> Iterable[Job]:
            following = self._save(session, control.job, analyzed, analysis, predictions)
            occasion = Occasion(self._clock.now(), footage.account_id, footage_id)
            log_ctr(session, occasion, scenes, found)
            return following

        return save

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None:
        payload = {"footage_id": job.subject_id, "progress": percent, "stage": stage}
        tell(session, job.subject_id, "footage_progress", payload, self._clock.now())
        if campaign_id := job.payload.get("then_generate"):
            self._campaigns.report(session, campaign_id, 0.0, f"Analysing the footage: {stage}")

    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        cancelled = CancelledError(f"The analysis was {status}.", next_step="upload the file again")
        why = error or problem(cancelled)
        if store.ranked_scenes(session, job.subject_id):  # of an earlier analysis, or of one that ran at the same time
            store.mark_ready(session, job.subject_id, f"A later analysis came to nothing: {why['detail']}")
        else:
            failed = ProcessingError(why["detail"], next_step=why["next_step"])
            store.mark_failed(session, job.subject_id, failed)
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
                corrections=footage.corrections,
                listener=self._listener_for(control.job),
            )

    def _listener_for(self, job: Job) -> SpeechListener | None:
        spoken = job.payload.get("spoken_language")
        return replace(self._listener, language=spoken) if self._listener and spoken else self._listener

    def _draw(self, path: Path, scenes: Sequence[RankedScene], control: JobControl, work: Path) -> None:
        sheet, settings = work / "contact-sheet.png", self._settings
        draw_contact_sheet(
            path,
            scenes,
            sheet,
            max_pixels=settings.max_pixels,
            lettering=lettering,
            limits=settings.limits,
            check=control.check,
        )
        self._storage.put(contact_sheet_key(control.job.subject_id), sheet, content_type="image/png")

    def _write_sidecar(
        self, footage: Footage, analysis: Analysis, predictions: Mapping[str, CtrPrediction], work: Path
    ) -> None:
        scenes = _with_ctr(analysis, predictions)
        path = work / "sidecar.json"
        path.write_text(as_text(sidecar_of(footage, scenes, analysis.problems)), "utf-8")
        self._storage.put(sidecar_key(footage.footage_id), path, content_type="application/json")

    def _embed(self, analysis: Analysis) -> Analysis:
        """Scenes without embeddings are still scenes: they are found by their words."""
        try:
            scenes = with_embeddings(analysis.scenes, self._encoder().encode)
        except UnavailableError as error:
            return analysis.model_copy(update={"problems": (*analysis.problems, f"no embeddings: {error.cause}")})
        return analysis.model_copy(update={"scenes": scenes})

    def _save(
        self,
        session: Session,
        job: Job,
        footage: Footage,
        analysis: Analysis,
        predictions: Mapping[str, CtrPrediction],
    ) -> Iterable[Job]:
        footage_id, now = footage.footage_id, footage.analyzed_at or self._clock.now()
        corrections = store.locked(session, footage_id).corrections
        store.save_analysis(session, footage_id, analysis, now)
        store.save_predictions(session, footage_id, predictions)
        if corrections != footage.corrections:  # they came while this ran; whoever waits, waits for the next one
            following = [queue_again(session, self._ids, footage_id, self._clock)]
        else:
            following = []
            payload = {"footage_id": footage_id, "scenes": len(analysis.scenes)}
            tell(session, footage_id, "footage_ready", payload, now)
        campaign_id = job.payload.get("then_generate")
        return [*following, self._campaigns.queue(session, campaign_id)] if campaign_id else following


def scene_items(analysis: Analysis) -> list[SceneItem]:
    scenes = [ranked.scene for ranked in analysis.scenes]
    return [SceneItem(scene.scene_id, scene_features(scene.features, scene.seconds)) for scene in scenes]


def _by_scene(predictions: Sequence[ScenePrediction]) -> dict[str, CtrPrediction]:
    return {
        found.scene_id: CtrPrediction(predicted_ctr=found.predicted_ctr, interval=found.interval)
        for found in predictions
    }


def _with_ctr(analysis: Analysis, predictions: Mapping[str, CtrPrediction]) -> list[RankedScene]:
    scenes = []
    for ranked in analysis.scenes:
        predicted = predictions[ranked.scene.scene_id]
        scene = ranked.scene.model_copy(update={"predicted_ctr": predicted.predicted_ctr})
        scenes.append(ranked.model_copy(update={"scene": scene, "ctr_interval": predicted.interval}))
    return scenes
