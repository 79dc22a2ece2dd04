"""Footage and its scenes."""

from pydantic import BaseModel, Field

from geminivideo.core.footage_scene import SceneContent, SceneFeatures, SubjectSample
from geminivideo.core.media.probe import MediaProbe
from geminivideo.footage.imports.model import ImportStatus
from geminivideo.footage.model import FootageStatus


class UploadAnswer(BaseModel):
    footage_id: str
    status: str
    websocket_url: str
    received_bytes: int
    campaign_id: str | None = None


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
    content: SceneContent = Field(description="what is seen, written and said in it; `corrected` by a person or not")
    problems: list[str]


class FootageProblem(BaseModel):
    """Why the import or the analysis failed; of footage that is ready, what could not be read or measured in it."""

    cause: str
    next_step: str | None


class FootageAnswer(BaseModel):
    footage_id: str = Field(description="of an import that brought known bytes: the older footage's")
    account_id: str
    label: str
    status: FootageStatus | ImportStatus
    problem: FootageProblem | None
    sha256: str | None = Field(description="null while the file is not here")
    probe: MediaProbe | None = Field(description="null while the file is not here")
    scenes: list[SceneAnswer]
    contact_sheet_url: str | None
    sidecar_url: str | None = Field(
        description="the analysis as a document to read and correct: PUT /api/video/{footage_id}/sidecar takes it back"
    )
    corrected: bool = Field(False, description="whether corrections of a person are kept with it")
