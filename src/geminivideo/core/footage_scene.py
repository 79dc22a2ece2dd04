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
    kind: Literal["face", "person", "object", "motion", "saliency"]
    box: Box
    confidence: float = Field(ge=0, le=1)


class SeenObject(Frozen):
    """One thing at one sampled moment; `label` is a class name of COCO, or what a person wrote."""

    at_seconds: float
    label: str
    box: Box
    confidence: float = Field(ge=0, le=1)


class SeenText(Frozen):
    """One line of writing at one sampled moment."""

    at_seconds: float
    text: str
    box: Box
    confidence: float = Field(ge=0, le=1)


class SpokenWord(Frozen):
    """`gap_after`: what was said next, in the same breath, was too uncertain to be told."""

    text: str
    start_seconds: float
    end_seconds: float
    confidence: float = Field(ge=0, le=1)
    gap_after: bool = False


ShotScale = Literal["extreme_close_up", "close_up", "medium", "wide"]


class SceneContent(Frozen):
    """What is seen, written and said in a scene. None: nobody looked or listened, never that nothing is there.

    Seconds count from the start of the file.
    """

    objects: tuple[SeenObject, ...] | None = None
    text: tuple[SeenText, ...] | None = None
    words: tuple[SpokenWord, ...] | None = None
    language: str | None = Field(None, description="of the words, as a BCP 47 tag")
    shot_scale: ShotScale | None = Field(None, description="how much of the picture its people fill")
    description: str | None = Field(None, description="what a person wrote about the scene")
    backends: dict[str, str] = Field(
        default_factory=dict, description="what found objects, text, speech and faces: name and version"
    )
    use: bool = Field(True, description="false: a person keeps the scene out of ads")
    corrected: tuple[str, ...] = Field((), description="what a person put right, by the names of a sidecar's fields")

    @property
    def transcript(self) -> str:
        return " ".join(word.text for word in self.words or ())


class SceneFeatures(Frozen):
    """What was measured in a scene. None means that nothing measured it, never that it is zero.

    Everything is 0-1 except `faces` (mean number per sampled frame), `loudness_lufs` and `speech_rate`.
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
    objects: float | None = Field(None, description="kinds of things seen, a fifth for each, at most 1")
    text: float | None = Field(None, description="share of the looked at moments with writing in the picture")
    text_area: float | None = Field(None, description="share of the picture that writing fills, mean of those moments")
    speech: float | None = Field(None, description="share of the scene in which somebody speaks")
    speech_rate: float | None = Field(None, description="words a minute, while somebody speaks")
    silence: float | None = Field(None, description="share of the scene below -50 LUFS")


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
    content: SceneContent = SceneContent()
    score: float = Field(0.0, ge=0, le=100)
    predicted_ctr: float | None = None
    embedding: tuple[float, ...] | None = Field(
        None, exclude=True, repr=False, description="of what is known of it in words; unit length"
    )

    @property
    def seconds(self) -> float:
        return self.end_seconds - self.start_seconds
