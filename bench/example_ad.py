"""A blueprint for benchmarks: what matters to one is given, the rest is the same for all."""

from collections.abc import Sequence
from typing import Any

from geminivideo.core.blueprint import Blueprint, BlueprintScene, CallToAction, Hook
from geminivideo.core.vocabulary import AdStructure, CtaType, HookType, Pacing, Platform, ShotType


def blueprint(scenes: Sequence[BlueprintScene], *, hook: str, button: str, **changed: Any) -> Blueprint:
    values: dict[str, Any] = {
        "id": "bp_001",
        "title": "A benchmark",
        "product_name": "Morning Ritual",
        "offer": "20% off your first bag",
        "target_avatar": "office workers",
        "angle": "energy",
        "structure": AdStructure.PROBLEM_SOLUTION,
        "emotional_triggers": (),
        "transformation": None,
        "pains_addressed": (),
        "desires_addressed": (),
        "pacing": Pacing.FAST,
        "energy": 7.0,
        "language": "en",
        "platforms": (Platform.TIKTOK,),
    }
    cta = CallToAction(type=CtaType.BUY_NOW, text=button)
    opening = Hook(type=HookType.QUESTION, text=hook)
    return Blueprint(scenes=tuple(scenes), hook=opening, cta=cta, **{**values, **changed})


def scene(seconds: float, says: str, shows: str, **changed: Any) -> BlueprintScene:
    values: dict[str, Any] = {
        "visual_direction": "",
        "on_screen_text": "",
        "emotion": "calm",
        "shot_type": ShotType.MEDIUM,
    }
    return BlueprintScene(seconds=seconds, voice_over=says, footage_query=shows, **{**values, **changed})
