"""Values for tests, each with only what the test is about."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.footage_scene import Box, FootageSource, SceneFeatures, SeenObject
from geminivideo.core.media.probe import MediaProbe
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.faces import Face
from geminivideo.footage.extractors.regions import Region
from geminivideo.footage.intake import Admission
from geminivideo.footage.looking.checkpoint import Part
from geminivideo.footage.looking.pass_over_pictures import LookRequest, look
from geminivideo.footage.model import Footage, FootageStatus, MeasuredScene
from geminivideo.footage.observations import Observations, Sample, joined
from geminivideo.footage.settings import AnalysisSettings

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def nothing(*_arguments: object) -> None:
    """A check that never stops, a report that nobody hears."""


def probe(**changes: Any) -> MediaProbe:
    values: dict[str, Any] = {
        "container": "mov",
        "codec": "h264",
        "width": 1280,
        "height": 720,
        "rotation": 0,
        "frame_rate": 30.0,
        "variable_frame_rate": False,
        "frames": 300,
        "duration_seconds": 10.0,
        "pixel_format": "yuv420p",
        "hdr": False,
        "has_audio": True,
        "size_bytes": 1000,
    }
    return MediaProbe.model_validate({**values, **changes})


def footage(footage_id: str = "footage_1", **changes: Any) -> Footage:
    values: dict[str, Any] = {
        "footage_id": footage_id,
        "account_id": "acme",
        "label": "a clip",
        "sha256": footage_id.encode().hex().ljust(64, "0")[:64],
        "storage_key": "footage/00/clip.mp4",
        "probe": probe(),
        "status": FootageStatus.RECEIVED,
        "created_at": NOW,
    }
    return Footage.model_validate({**values, **changes})


def source(**changes: Any) -> FootageSource:
    return footage().source.model_copy(update=changes)


def source_of(admission: Admission) -> FootageSource:
    return footage(
        probe=admission.probe, sha256=admission.sha256, storage_key=admission.storage_key, label=admission.label
    ).source


def scene(index: int = 1, **features: Any) -> MeasuredScene:
    return MeasuredScene(
        index=index, start_seconds=float(index), end_seconds=index + 1.0, features=SceneFeatures(**features)
    )


def box(x: float = 0.4, y: float = 0.3, width: float = 0.2, height: float = 0.2) -> Box:
    return Box(x=x, y=y, width=width, height=height)


def face(confidence: float = 0.9, **place: float) -> Face:
    return Face(box=box(**place), confidence=confidence)


def thing(label: str = "person", confidence: float = 0.9, at: float = 0.0, **place: float) -> SeenObject:
    return SeenObject(at_seconds=at, label=label, box=box(**place), confidence=confidence)


def region(confidence: float = 0.6, **place: float) -> Region:
    return Region(box=box(**place), confidence=confidence)


def sample(at: float, **found: Any) -> Sample:
    values = {"look": None, "appearance": None, "faces": None, "moving": None, "salient": None}
    return Sample.model_validate({"at_seconds": at, **values, **found})


def observe_here(
    path: Path, settings: AnalysisSettings, _seconds: float = 0.0, _folder: Path | None = None, *_hearing: object
) -> Observations:
    """The pass over the pictures in this process, in which a test can reach its parts."""
    parts: list[Part] = []
    look(LookRequest(path=path, settings=settings), nothing, parts.append)
    return joined([part.seen for part in parts])


def texture(width: int, height: int, seed: int = 0) -> Pixels:
    """Something to see everywhere: smooth random patches of all colours."""
    import cv2

    coarse = np.random.default_rng(seed).integers(0, 255, (height // 12 + 2, width // 12 + 2, 3), np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
