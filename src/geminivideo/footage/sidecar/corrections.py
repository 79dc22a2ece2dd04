"""What a person said otherwise than it was measured; kept with the footage and put on top of every analysis."""

from typing import Any

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.sidecar.fields import SceneFields


class SceneCorrection(Frozen):
    """Of the scene that lies at these seconds of the file; fields that are None are as they are measured."""

    start_seconds: float
    end_seconds: float
    fields: SceneFields

    @property
    def seconds(self) -> float:
        return self.end_seconds - self.start_seconds

    def overlap(self, start: float, end: float) -> float:
        return max(0.0, min(end, self.end_seconds) - max(start, self.start_seconds))


class Corrections(Frozen):
    """`cuts`: where scenes end and begin, all of them, once a person moved one; None leaves them to the detector."""

    cuts: tuple[float, ...] | None = None
    scenes: tuple[SceneCorrection, ...] = Field((), description="in order of time")

    def stored(self) -> dict[str, Any] | None:
        """As a JSON column has it; None when there is nothing."""
        return self.model_dump(mode="json", exclude_none=True) if self != Corrections() else None
