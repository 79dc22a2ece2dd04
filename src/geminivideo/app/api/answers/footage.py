"""Footage and its scenes as the API shows them."""

from geminivideo.app.api.answers.streams import websocket_url
from geminivideo.app.api.schemas.footage import FootageAnswer, FootageProblem, SceneAnswer, UploadAnswer
from geminivideo.app.api.schemas.imports import ImportAnswer
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.footage_analysis import contact_sheet_key, sidecar_key
from geminivideo.flows.footage_intake import TakenIn
from geminivideo.footage.imports.model import FootageImport
from geminivideo.footage.model import Footage, FootageStatus, RankedScene


def footage_answer(footage: Footage, scenes: list[RankedScene], storage: ObjectStorage) -> FootageAnswer:
    ready = footage.status is FootageStatus.READY
    return FootageAnswer(
        footage_id=footage.footage_id,
        account_id=footage.account_id,
        label=footage.label,
        status=footage.status,
        problem=FootageProblem.model_validate(footage.problem) if footage.problem else None,
        sha256=footage.sha256,
        probe=footage.probe,
        scenes=[_scene(ranked) for ranked in scenes],
        contact_sheet_url=storage.signed_url(contact_sheet_key(footage.footage_id)) if ready else None,
        sidecar_url=storage.signed_url(sidecar_key(footage.footage_id)) if ready else None,
        corrected=footage.corrections is not None,
    )


def promised_answer(promised: FootageImport) -> FootageAnswer:
    """Footage that is not here; nothing is known of it but whose it is, and where from."""
    return FootageAnswer(
        footage_id=promised.footage_id,
        account_id=promised.account_id,
        label=promised.label,
        status=promised.status,
        problem=FootageProblem.model_validate(promised.problem) if promised.problem else None,
        sha256=None,
        probe=None,
        scenes=[],
        contact_sheet_url=None,
        sidecar_url=None,
    )


def import_answer(promised: FootageImport) -> ImportAnswer:
    return ImportAnswer(
        footage_id=promised.footage_id,
        status=promised.status.value,
        websocket_url=websocket_url(promised.footage_id),
    )


def _scene(ranked: RankedScene) -> SceneAnswer:
    scene = ranked.scene
    return SceneAnswer(
        scene_id=scene.scene_id,
        index=scene.index,
        start_seconds=scene.start_seconds,
        end_seconds=scene.end_seconds,
        rank=ranked.rank,
        score=round(scene.score, 1),
        reasons=list(ranked.reasons),
        predicted_ctr=scene.predicted_ctr,
        ctr_interval=ranked.ctr_interval,
        features=scene.features,
        subjects=list(scene.subjects),
        content=scene.content,
        problems=list(ranked.problems),
    )


def receiving_answer(upload_id: str, received: int) -> UploadAnswer:
    return UploadAnswer(
        footage_id=upload_id, status="receiving", websocket_url=websocket_url(upload_id), received_bytes=received
    )


def taken_in_answer(taken: TakenIn, received: int) -> UploadAnswer:
    footage = taken.footage
    return UploadAnswer(
        footage_id=footage.footage_id,
        status=footage.status,
        websocket_url=websocket_url(taken.campaign_id or footage.footage_id),
        received_bytes=received,
        campaign_id=taken.campaign_id,
    )
