"""Analysed footage as other contexts see it: a source file and its scenes with what was measured in them."""

from typing import Literal

from pydantic import Field

from geminivideo.core.blueprint import Frozen


class Box(Frozen):
    """A rectangle in fractions of the upright picture: x, y of the top left corner, width, height, all 0-1."""

    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)
    width: float = Field(ge=0, le=1)
    height: float = Field(ge=0, le=1)

    @property
    def centre_x(self) -> float:
        return self.x + self.width / 2

    @property
    def centre_y(self) -> float:
        return self.y + self.height / 2

    @property
    def area(self) -> float:
        return self.width * self.height


class SubjectSample(Frozen):
    """Where the eye goes at one moment of a scene; `at_seconds` counts from the start of the file."""

    at_seconds: float
    kind: Literal["face", "motion", "saliency"]
    box: Box
    confidence: float = Field(ge=0, le=1)


class SceneFeatures(Frozen):
    """What was measured in a scene. None means that nothing measured it, never that it is zero.

    Everything is 0-1 except `faces` (mean number per sampled frame) and `loudness_lufs`.
    """

    motion: float | None = None
    sharpness: float | None = None
    brightness: float | None = None
    contrast: float | None = None
    colourfulness: float | None = None
    resolution: float | None = None
    novelty: float | None = None
    technical: float | None = None
    faces: float | None = None
    face_area: float | None = None
    loudness_lufs: float | None = None
    objects: float | None = None
    text: float | None = None
    speech: float | None = None


class FootageSource(Frozen):
    footage_id: str
    storage_key: str
    label: str = Field(description="the user's file name without its ending, as words: data, never a path")
    width: int = Field(gt=0, description="upright width in pixels, after any rotation in the metadata")
    height: int = Field(gt=0)
    frame_rate: float = Field(gt=0)
    duration_seconds: float = Field(gt=0)
    has_audio: bool
    sha256: str


class FootageScene(Frozen):
    scene_id: str
    source: FootageSource
    index: int
    start_seconds: float = Field(ge=0)
    end_seconds: float
    features: SceneFeatures
    subjects: tuple[SubjectSample, ...] = ()
    score: float = Field(0.0, ge=0, le=100)
    predicted_ctr: float | None = None

    @property
    def seconds(self) -> float:
        return self.end_seconds - self.start_seconds
