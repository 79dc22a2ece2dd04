"""Footage and its scenes as the API shows them."""

from typing import Any

from pydantic import BaseModel

from geminivideo.core.footage_scene import SceneFeatures, SubjectSample
from geminivideo.core.media.probe import MediaProbe
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.footage_analysis import contact_sheet_key
from geminivideo.footage.model import Footage, FootageStatus, RankedScene


class SceneAnswer(BaseModel):
    scene_id: str
    index: int
    start_seconds: float
    end_seconds: float
    rank: int
    score: float
    reasons: list[str]
    predicted_ctr: float | None
    ctr_interval: tuple[float, float] | None
    features: SceneFeatures
    subjects: list[SubjectSample]
    problems: list[str]


class FootageAnswer(BaseModel):
    footage_id: str
    account_id: str
    label: str
    status: FootageStatus
    problem: dict[str, Any] | None
    sha256: str
    probe: MediaProbe
    scenes: list[SceneAnswer]
    contact_sheet_url: str | None


def footage_answer(footage: Footage, scenes: list[RankedScene], storage: ObjectStorage) -> FootageAnswer:
    ready = footage.status is FootageStatus.READY
    return FootageAnswer(
        footage_id=footage.footage_id,
        account_id=footage.account_id,
        label=footage.label,
        status=footage.status,
        problem=footage.problem,
        sha256=footage.sha256,
        probe=footage.probe,
        scenes=[_scene(ranked) for ranked in scenes],
        contact_sheet_url=storage.signed_url(contact_sheet_key(footage.footage_id)) if ready else None,
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
        problems=list(ranked.problems),
    )
