"""Analyses to be corrected, with only what the tests are about."""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from geminivideo.core.footage_scene import SceneContent, SceneFeatures, SeenObject, SeenText, SpokenWord
from geminivideo.footage.model import Footage, FootageStatus, MeasuredScene, RankedScene
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.settings import ScoreWeights
from geminivideo.footage.sidecar.writing import as_text, sidecar_of
from tests.footage.builders import NOW, box, footage

READY: dict[str, Any] = {"status": FootageStatus.READY, "analyzed_at": NOW}


def content(**changes: Any) -> SceneContent:
    usual: dict[str, Any] = {
        "objects": (SeenObject(at_seconds=0.5, label="dog", box=box(), confidence=0.7),),
        "text": (SeenText(at_seconds=0.5, text="SAVE 2O%", box=box(0.1), confidence=0.8),),
        "words": (
            SpokenWord(text="by", start_seconds=0.2, end_seconds=0.4, confidence=0.6),
            SpokenWord(text="now", start_seconds=0.5, end_seconds=0.9, confidence=0.6),
        ),
        "language": "en",
        "shot_scale": "wide",
        "backends": {"objects": "ssd 1", "text": "reader 1", "speech": "hearer 1"},
    }
    return SceneContent(**{**usual, **changes})


def measured(edges: Sequence[float] = (0, 2, 4, 6), **changes: Any) -> tuple[MeasuredScene, ...]:
    features = SceneFeatures(motion=0.4, objects=0.2, text=0.5, text_area=0.1, speech=0.5, speech_rate=120)
    return tuple(
        MeasuredScene(index=index, start_seconds=start, end_seconds=end, features=features, content=content(**changes))
        for index, (start, end) in enumerate(pairwise(edges), start=1)
    )


def ranked(scenes: Sequence[MeasuredScene], of: Footage | None = None) -> tuple[RankedScene, ...]:
    return rank_scenes(scenes, (of or footage(**READY)).source, ScoreWeights())


def document(scenes: Sequence[MeasuredScene], of: Footage | None = None) -> dict[str, Any]:
    """What a person has in the editor."""
    of = of or footage(**READY)
    parsed: dict[str, Any] = json.loads(as_text(sidecar_of(of, ranked(scenes, of), ())))
    return parsed
