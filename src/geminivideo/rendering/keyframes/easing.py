"""Ways to go from one value to the next: from 0 at share 0 to 1 at share 1, as pure functions of the share."""

import math
from collections.abc import Callable, Mapping
from typing import Protocol

from geminivideo.rendering.plan.framing import Bezier, Easing

_HALVINGS = 40  # of the interval in which a Bezier curve's parameter is looked for: exact to the last bits
_SWINGS = 3.3  # of an elastic end
_SPREAD = 7.5625  # the bounce's parabola


class Eased(Protocol):
    """A keyframe: of a clip, or of a layer over it."""

    @property
    def easing(self) -> Easing: ...

    @property
    def bezier(self) -> Bezier: ...


def eased(key: Eased, share: float) -> float:
    """How much of the way to `key` is done; elastic ends and some Bezier curves go beyond 1 in between."""
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return bezier(key.bezier, share) if key.easing is Easing.BEZIER else _CURVES[key.easing](share)


def bezier(curve: Bezier, share: float) -> float:
    """As in CSS: a cubic from (0, 0) to (1, 1) with these two control points. Time grows along it, so it is halved."""
    x1, y1, x2, y2 = curve
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _cubic(x1, x2, middle) < share else (low, middle)
    return _cubic(y1, y2, (low + high) / 2)


def _cubic(first: float, second: float, at: float) -> float:
    rest = 1 - at
    return 3 * rest * rest * at * first + 3 * rest * at * at * second + at**3


def _ease_in(share: float) -> float:
    return share**3


def _ease_out(share: float) -> float:
    return 1 - (1 - share) ** 3


def _ease_in_out(share: float) -> float:
    return 4 * share**3 if share < 0.5 else 1 - (2 - 2 * share) ** 3 / 2


def _elastic(share: float) -> float:
    """Swings around the goal like a spring, each time less; at both ends exactly where it should be."""
    return 1 - (1 - share) * math.exp(-6 * share) * math.cos(2 * math.pi * _SWINGS * share)


def _bounce(share: float) -> float:
    """Falls onto the goal and jumps off it three times, each time lower."""
    for end, middle, ground in ((1 / 2.75, 0.0, 0.0), (2 / 2.75, 1.5, 0.75), (2.5 / 2.75, 2.25, 0.9375)):
        if share < end:
            return _SPREAD * (share - middle / 2.75) ** 2 + ground
    return _SPREAD * (share - 2.625 / 2.75) ** 2 + 0.984375


_CURVES: Mapping[Easing, Callable[[float], float]] = {
    Easing.LINEAR: lambda share: share,
    Easing.EASE_IN: _ease_in,
    Easing.EASE_OUT: _ease_out,
    Easing.EASE_IN_OUT: _ease_in_out,
    Easing.ELASTIC: _elastic,
    Easing.BOUNCE: _bounce,
    Easing.STEP: lambda _share: 0.0,
}
