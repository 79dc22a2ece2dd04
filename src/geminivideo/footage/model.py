"""A piece of footage, and its scenes as an analysis leaves them: values and the rules that need nothing else."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import FootageScene, FootageSource, SceneContent, SceneFeatures, SubjectSample
from geminivideo.core.media.probe import MediaProbe
from geminivideo.footage.sidecar.corrections import Corrections


class FootageStatus(StrEnum):
    RECEIVED = "received"
    ANALYZING = "analyzing"
    READY = "ready"
    FAILED = "failed"


class Footage(Frozen):
    footage_id: str
    account_id: str
    label: str = Field(description="the user's file name without its ending, as words: data, never a path")
    sha256: str
    storage_key: str
    probe: MediaProbe
    status: FootageStatus
    problem: dict[str, Any] | None = Field(None, description="why it failed: cause and next_step")
    created_at: datetime
    analyzed_at: datetime | None = None
    corrections: Corrections | None = None

    @property
    def source(self) -> FootageSource:
        return FootageSource(
            footage_id=self.footage_id,
            storage_key=self.storage_key,
            label=self.label,
            width=self.probe.width,
            height=self.probe.height,
            frame_rate=self.probe.frame_rate,
            duration_seconds=self.probe.duration_seconds,
            has_audio=self.probe.has_audio,
            sha256=self.sha256,
        )


class MeasuredScene(Frozen):
    """A scene before it is ranked. `index` counts from 1, as people count scenes."""

    index: int = Field(ge=1)
    start_seconds: float = Field(ge=0)
    end_seconds: float
    features: SceneFeatures
    subjects: tuple[SubjectSample, ...] = ()
    content: SceneContent = SceneContent()
    duplicate_of: int | None = Field(None, description="index of an earlier scene that looks nearly the same")
    problems: tuple[str, ...] = ()


class RankedScene(Frozen):
    """A scene as other contexts use it, and what only people need: rank, reasons, what could not be measured."""

    scene: FootageScene
    rank: int = Field(ge=1, description="1 is the best of its footage")
    reasons: tuple[str, ...]
    duplicate_of: int | None = None
    problems: tuple[str, ...] = ()
    ctr_interval: tuple[float, float] | None = None


class Analysis(Frozen):
    scenes: tuple[RankedScene, ...] = Field(description="in order of time")
    problems: tuple[str, ...] = Field((), description="what could not be read or measured, in words")

    @property
    def by_rank(self) -> tuple[RankedScene, ...]:
        return tuple(sorted(self.scenes, key=lambda ranked: ranked.rank))


def scene_id(footage_id: str, index: int) -> str:
    return f"{footage_id}_s{index:04d}"
