"""A search for scenes, and what it found."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from geminivideo.app.api.ids import GivenId
from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.core.footage_scene import SceneFeatures, ShotScale
from geminivideo.footage.search import Orientation, SceneFilters

# PostgreSQL takes no NUL.
Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")
]
_KNOWN = "only scenes of which this is known"


class SearchRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: str = Field(max_length=300, description="what the scene should show, in words", examples=["man lifting weights"])
    account_id: str = Field("default", pattern=ACCOUNT_PATTERN, examples=["default"])
    footage_id: list[GivenId] = Field([], max_length=200, description="search these alone; may be given repeatedly")
    min_seconds: float | None = Field(None, ge=0, le=86400, description="length of the scene", examples=[1.5])
    max_seconds: float | None = Field(None, ge=0, le=86400, description="length of the scene", examples=[6])
    has_people: bool | None = Field(None, description=f"with or without people; {_KNOWN}", examples=[True])
    has_speech: bool | None = Field(None, description=f"with or without speech; {_KNOWN}", examples=[False])
    has_text: bool | None = Field(None, description=f"with or without writing in the picture; {_KNOWN}")
    orientation: Orientation | None = Field(None, description="of the footage's picture, upright")
    label: list[Label] = Field(
        [], max_length=10, description="kinds of things that must all be seen in it; may be given repeatedly"
    )
    min_score: float | None = Field(None, ge=0, le=100, description="score of the scene", examples=[50])
    limit: int = Field(20, ge=1, le=100)

    @model_validator(mode="after")
    def _some_length_is_left(self) -> Self:
        if self.min_seconds is not None and self.max_seconds is not None and self.min_seconds > self.max_seconds:
            raise ValueError("min_seconds is more than max_seconds: no scene can be that long")
        return self

    def filters(self) -> SceneFilters:
        values = self.model_dump(exclude={"q", "limit", "footage_id", "label"})
        return SceneFilters(**values, footage_ids=tuple(self.footage_id), labels=tuple(self.label))


class ContentSummary(BaseModel):
    """What is known of a scene in words; None where nobody looked or listened."""

    objects: dict[str, int] | None = Field(description="how many of each kind are seen at once, as a rule")
    text: list[str] | None = Field(description="lines that are written in the picture")
    transcript: str | None
    language: str | None
    shot_scale: ShotScale | None
    description: str | None = Field(description="what a person wrote about it")


class FoundScene(BaseModel):
    scene_id: str
    footage_id: str
    label: str = Field(description="of the footage: the words of its file's name")
    index: int
    start_seconds: float
    end_seconds: float
    similarity: float = Field(
        description="cosine of the embeddings of query and scene: 0.4 and more mean much the same"
    )
    match: float = Field(description="what the order goes by: similarity, with a bonus for the very words")
    reasons: list[str]
    score: float
    features: SceneFeatures
    content: ContentSummary
    contact_sheet_url: str


class SearchAnswer(BaseModel):
    query: str
    results: list[FoundScene] = Field(description="the best match first; empty when nothing is alike")
    searched: int = Field(description="scenes that pass the filters")
    without_embedding: int = Field(description="of these, the ones that were found by their words at most")
    notes: list[str] = Field(description="what limits the answer, in words")
