"""Clips that look alike: each is pulled towards the middle of the ad in exposure and in what it takes for grey.

The numbers go into each clip's grade in the plan, with the reason.
"""

import math
from collections.abc import Mapping
from statistics import median

from geminivideo.rendering.colour.appearance import Appearance
from geminivideo.rendering.colour.looks import limited
from geminivideo.rendering.plan.clips import Clip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import Grade

_PULL = 0.8  # of the way to the middle
_DARKER, _LIGHTER = 0.8, 1.25  # gamma: a dim room gets lighter, a night does not become a day
_MEANT = 3.0  # times as dark or light as the middle: a night, a flash; such a shot is meant and stays as it is
_MOST_STEPS = 8
_SEEN = 0.02  # gamma: less is not worth a word


def match(plan: EditPlan, seen: Mapping[int, Appearance]) -> EditPlan:
    """`seen` holds what was measured of footage clips, by their index; one alone has nothing to match."""
    graded = {index: _graded_light(plan.clips[index], each) for index, each in seen.items()}
    if len(graded) < 2:
        return plan
    light = math.exp(median(math.log(each) for each in graded.values()))
    blue = _middle([each.blue for each in seen.values()])
    red = _middle([each.red for each in seen.values()])
    clips = [
        _matched(clip, seen[index], graded[index], light, blue, red) if index in seen else clip
        for index, clip in enumerate(plan.clips)
    ]
    return EditPlan(**{**dict(plan), "clips": tuple(clips)})


def _graded_light(clip: Clip, seen: Appearance) -> float:
    gamma = clip.grade.gamma if isinstance(clip, FootageClip) else 1.0
    return float(seen.light ** (1 / gamma))


def _middle(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if len(known) > 1 else None


def _matched(clip: Clip, seen: Appearance, graded: float, light: float, blue: float | None, red: float | None) -> Clip:
    if not isinstance(clip, FootageClip):
        return clip
    gamma = _gamma(graded, light)
    shift_blue, shift_red = _shift(seen.blue, blue), _shift(seen.red, red)
    grade = clip.grade
    changed = limited(
        contrast=grade.contrast,
        saturation=grade.saturation,
        gamma=grade.gamma * gamma,
        warmth=grade.warmth + (shift_red - shift_blue) / 2,
        tint=grade.tint + (shift_red + shift_blue) / 2,
        fade=grade.fade,
    )
    reason = _reason(gamma, changed, grade)
    if not reason:
        return clip
    return clip.model_copy(update={"grade": changed, "grade_reason": _joined(clip.grade_reason, reason)})


def _gamma(light: float, middle: float) -> float:
    """What brings a luma of `light` most of the way to `middle`."""
    if not 1 / _MEANT <= light / middle <= _MEANT:
        return 1.0
    wanted = math.log(light) + _PULL * (math.log(middle) - math.log(light))
    return min(max(math.log(light) / min(wanted, -1e-3), _DARKER), _LIGHTER)


def _shift(value: float | None, middle: float | None) -> float:
    if value is None or middle is None:
        return 0.0
    return min(max(_PULL * (middle - value), -_MOST_STEPS), _MOST_STEPS)


def _reason(gamma: float, changed: Grade, before: Grade) -> str:
    parts = []
    if abs(gamma - 1) >= _SEEN:
        parts.append(f"{'lighter' if gamma > 1 else 'darker'} (gamma x {gamma:.2f})")
    warmer, tinted = changed.warmth - before.warmth, changed.tint - before.tint
    parts += [f"{'warmer' if warmer > 0 else 'cooler'} by {abs(warmer)}"] if warmer else []
    parts += [f"{'more magenta' if tinted > 0 else 'greener'} by {abs(tinted)}"] if tinted else []
    return f"to match the other clips {', '.join(parts)}" if parts else ""


def _joined(one: str, other: str) -> str:
    return f"{one}; {other}" if one else other
