"""A light colour grade from the mood of the ad and the exposure of the shot."""

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.core.vocabulary import Pacing
from geminivideo.rendering.plan.framing import Grade

_CONTRAST = {Pacing.SLOW: 1.02, Pacing.MEDIUM: 1.04, Pacing.FAST: 1.06}
_NORMAL_BRIGHTNESS = 0.48
_STRONGEST_LIFT = 0.12


def grade_for(blueprint: Blueprint, features: SceneFeatures) -> Grade:
    """Lively ads get more contrast and colour; a dark shot is lifted and a colourless one is not forced."""
    energy = blueprint.energy / 10
    lift = 0.0
    if features.brightness is not None:
        lift = max(-0.04, min(_STRONGEST_LIFT, (_NORMAL_BRIGHTNESS - features.brightness) * 0.35))
    return Grade(
        contrast=round(_CONTRAST[blueprint.pacing] + 0.02 * energy, 3),
        saturation=round(1.06 + 0.1 * energy, 3),
        gamma=round(1 + lift, 3),
        warmth=round(1 + energy),
    )
