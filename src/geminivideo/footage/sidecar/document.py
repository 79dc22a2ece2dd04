"""The sidecar: one JSON document per footage. What stands beside `information` in a scene is a person's to change."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.footage.sidecar.fields import SceneFields

VERSION: Literal[1] = 1
HOW_TO = (
    "You may change in each scene: start_seconds and end_seconds, use, description, objects, on_screen_text,"
    " transcript, language, shot_scale. null leaves a field to the machine, an empty list or text says that nothing is"
    " there. use: false keeps a scene out of ads. To move a cut, change either side of it; to split a scene, copy it"
    " and give the copies their times; to merge scenes, delete all but one and give it their time. The rest is"
    " information; baseline tells your changes from what was measured: leave it as it is."
)
_MOST_SCENES = 10_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FootageFacts(_Part):
    footage_id: str = Field(max_length=100)
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the file; a document of another file is refused")
    label: str = Field("", max_length=1000)
    duration_seconds: float | None = Field(None, allow_inf_nan=False)


class AnalysisFacts(_Part):
    analyzed_at: str | None = Field(None, max_length=100)
    backends: dict[str, list[str]] = Field({}, description="what found objects, text, speech and faces")
    problems: list[str] = []


class SceneInformation(_Part):
    scene: int
    rank: int
    score: float = Field(allow_inf_nan=False)
    predicted_ctr: float | None = Field(None, allow_inf_nan=False)
    ctr_interval: list[float] | None = None
    reasons: list[str] = []
    corrected: list[str] = Field([], description="fields that a person wrote")
    problems: list[str] = []


class SidecarScene(SceneFields):
    start_seconds: float = Field(allow_inf_nan=False, description="from the start of the file")
    end_seconds: float = Field(allow_inf_nan=False, description="where the next scene starts")
    information: SceneInformation | None = Field(None, description="not to be changed; a change does nothing")


class BaselineScene(_Part):
    start_seconds: float = Field(allow_inf_nan=False)
    end_seconds: float = Field(allow_inf_nan=False)
    corrected: list[str] = []
    fields: dict[str, str] = Field({}, description="fingerprints of the fields as they were written")


class Baseline(_Part):
    """What the document said when it was written."""

    cuts_corrected: bool = False
    scenes: list[BaselineScene] = Field(min_length=1, max_length=_MOST_SCENES)


_EXAMPLE_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class SidecarDocument(_Part):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": VERSION,
                    "footage": {"footage_id": "footage_01k", "sha256": _EXAMPLE_SHA256},
                    "scenes": [{"start_seconds": 0, "end_seconds": 3.2, "objects": ["person", "dog"], "use": False}],
                    "baseline": {"scenes": [{"start_seconds": 0, "end_seconds": 3.2}]},
                }
            ]
        }
    )

    how_to: str = Field(HOW_TO, max_length=10_000)
    version: Literal[1]
    footage: FootageFacts
    analysis: AnalysisFacts = AnalysisFacts()
    scenes: list[SidecarScene] = Field(min_length=1, max_length=_MOST_SCENES, description="in order of time")
    baseline: Baseline
