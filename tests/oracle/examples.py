"""A blueprint and a scene to vary."""

from typing import Any

import numpy as np

from geminivideo.core.blueprint import (
    Blueprint,
    BlueprintScene,
    CallToAction,
    Hook,
    Transformation,
    WinningPattern,
)
from geminivideo.core.vocabulary import AdStructure, CtaType, HookType, Pacing, Platform, ShotType
from geminivideo.oracle.model import RoasItem, SceneItem
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA

_SECONDS = (3, 7, 10, 7, 3)
_LINES = (
    "I used to skip every workout.",
    "Then a coach gave me ten minutes a day.",
    "No gym. No diet. Just a plan that fits my morning.",
    "Six weeks later my back stopped hurting.",
    "Book your free call with FitCoach.",
)


def example_scene(seconds: float, voice_over: str, **changes: Any) -> BlueprintScene:
    values: dict[str, Any] = {
        "seconds": seconds,
        "visual_direction": "A woman ties her shoes.",
        "voice_over": voice_over,
        "on_screen_text": "",
        "footage_query": "woman shoes",
        "emotion": "hope",
        "shot_type": ShotType.MEDIUM,
    }
    return BlueprintScene(**{**values, **changes})


def example_blueprint(**changes: Any) -> Blueprint:
    values: dict[str, Any] = {
        "id": "bp_001",
        "title": "Ten minutes",
        "hook": Hook(type=HookType.STORY, text="I used to skip every workout"),
        "scenes": tuple(example_scene(s, line) for s, line in zip(_SECONDS, _LINES, strict=True)),
        "cta": CallToAction(type=CtaType.BOOK_CALL, text="Book your free call"),
        "product_name": "FitCoach",
        "offer": "a free coaching call",
        "target_avatar": "busy parents",
        "angle": "no time",
        "structure": AdStructure.TRANSFORMATION,
        "emotional_triggers": ("hope", "relief"),
        "transformation": Transformation(before="Always tired", after="Strong in six weeks", believability=7),
        "pains_addressed": ("no time",),
        "desires_addressed": ("energy",),
        "pacing": Pacing.MEDIUM,
        "energy": 5.0,
        "language": "en",
        "platforms": (Platform.INSTAGRAM_REELS,),
        "winning_patterns": (WinningPattern(id="win_1", summary="story opening"),),
    }
    return Blueprint(**{**values, **changes})


def roas_items(count: int, seed: int = 1) -> list[RoasItem]:
    x = roas.draw(np.random.default_rng(seed), count).x
    return [
        RoasItem(f"bp_{number:03}", dict(zip(BLUEPRINT_SCHEMA.names, row.tolist(), strict=True)))
        for number, row in enumerate(x)
    ]


def scene_items(count: int, seed: int = 1) -> list[SceneItem]:
    x = scenes.draw(np.random.default_rng(seed), count).x
    rows = [[None if np.isnan(value) else float(value) for value in row] for row in x]
    return [
        SceneItem(f"scene_{number:03}", dict(zip(SCENE_SCHEMA.names, row, strict=True)))
        for number, row in enumerate(rows)
    ]
