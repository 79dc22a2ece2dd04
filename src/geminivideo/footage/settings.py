"""Everything about an analysis that somebody may want to change, in one place."""

import os
from pathlib import Path

from pydantic import Field

from geminivideo.core.blueprint import Frozen

# Of `AnalysisSettings`: what changes how the results come about, and not the results.
WITHOUT_EFFECT = {"decode_threads", "limits", "checkpoint_seconds"}


class ScoreWeights(Frozen):
    """How much each feature counts in a scene's score; renormalised over those that were measured."""

    motion: float = Field(0.25, ge=0)
    objects: float = Field(0.20, ge=0)
    text: float = Field(0.15, ge=0)
    speech: float = Field(0.15, ge=0)
    novelty: float = Field(0.15, ge=0)
    technical: float = Field(0.10, ge=0)


class PassLimits(Frozen):
    """What a pass over a file may take before it is ended; the results do not depend on it."""

    memory_bytes: int = Field(4 * 1024**3, gt=0, description="address space, which is several times what is used")
    start_cpu_seconds: float = Field(120.0, ge=0)
    cpu_seconds_per_second: float = Field(30.0, gt=0, description="of processor time, for each second of the file")
    silence_seconds: float = Field(120.0, gt=0, description="without one more picture or piece of sound")

    def cpu_seconds(self, media_seconds: float) -> int:
        return round(self.start_cpu_seconds + self.cpu_seconds_per_second * media_seconds)


class ObjectSettings(Frozen):
    model: str | None = Field(None, description="a path of an ONNX file or a known name; empty: the bundled detector")
    why_bundled: str | None = Field(None, description="why it is the bundled one although another was asked for")
    may_download: bool = Field(False, description="whether a known name may be fetched on first use")
    model_folder: Path | None = Field(None, description="where fetched models are kept")
    looks_per_second: float = Field(2.0, gt=0, le=30)
    # One look alone is not believed below scene_objects' higher bar; what several looks of a scene tell of is.
    confidence: float = Field(0.3, gt=0, lt=1, description="answers below it are not told of")


class AnalysisSettings(Frozen):
    # Cuts: PySceneDetect's adaptive detector (a peak over its neighbours, so fast camera moves are no cuts) united
    # with its histogram detector (finds some dissolves). tests/footage/shot_accuracy.py compares them.
    adaptive_threshold: float = Field(3.0, gt=0, description="content change against the mean of its neighbours")
    adaptive_min_content: float = Field(12.0, ge=0, description="content change below which nothing is a cut")
    histogram_threshold: float = Field(0.20, gt=0, lt=1, description="1 - correlation of luma histograms")
    min_scene_seconds: float = Field(0.3, gt=0)
    max_scene_seconds: float = Field(8.0, gt=1, description="longer scenes are split where little moves")
    min_part_seconds: float = Field(2.5, gt=0, description="no part of a split scene is shorter")

    samples_per_second: float = Field(4.0, gt=0, le=30, description="pictures that the costly measurements look at")
    motion_per_second: float = Field(10.0, gt=0, le=60)
    face_long_edge: int = Field(480, ge=64, le=1920, description="pixels the face detector sees along the long edge")
    face_confidence: float = Field(0.5, gt=0, lt=1)

    text_every_seconds: float = Field(
        2.0, ge=0.25, description="between two looks for writing; a new shot has one anyway"
    )
    text_long_edge: int = Field(
        960, ge=320, le=1920, description="pixels along the long edge in which writing is looked for"
    )
    text_confidence: float = Field(0.65, gt=0, lt=1, description="below it a line is taken for a pattern")
    objects: ObjectSettings = ObjectSettings()

    near_duplicate_cosine: float = Field(0.85, gt=0, le=1)
    weights: ScoreWeights = ScoreWeights()

    checkpoint_seconds: float = Field(60.0, gt=0, description="of the file: what a crash of the pass costs at most")
    limits: PassLimits = PassLimits()
    decode_threads: int = Field(default_factory=lambda: min(4, os.cpu_count() or 1), ge=1)
    max_pixels: int = Field(7680 * 4320, gt=0, description="a picture that grows beyond this in mid-file ends the pass")
