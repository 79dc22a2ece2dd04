"""Ways to go from one value to the next: from 0 at share 0 to 1 at share 1, as pure functions of the share."""

import math
from collections.abc import Callable, Mapping
from typing import Protocol

from geminivideo.rendering.plan.framing import Bezier, Easing

_HALVINGS = 40  # of the interval in which a Bezier curve's parameter is looked for: exact to the last bits
_NOWHERE = 1e-6  # of the way: too little to tell how it is gone
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
    _x1, y1, _x2, y2 = curve
    return _cubic(y1, y2, _along(curve, share))


def part_of(curve: Bezier, begin: float, end: float) -> Bezier | None:
    """The same way between two of its shares, as a curve of its own; None where it goes nowhere, or beyond what a
    curve may.
    """
    x1, y1, x2, y2 = curve
    first, last = _along(curve, begin), _along(curve, end)
    across, up = _part(x1, x2, first, last), _part(y1, y2, first, last)
    if across is None or up is None or not all(-2 <= value <= 3 for value in up):
        return None
    return (min(1.0, max(0.0, across[0])), up[0], min(1.0, max(0.0, across[1])), up[1])


def _part(one: float, two: float, first: float, last: float) -> tuple[float, float] | None:
    """Its control points by blossoming: the cubic's polar form, with the ends set to 0 and 1."""
    begin, end = _polar(one, two, first, first, first), _polar(one, two, last, last, last)
    if abs(end - begin) < _NOWHERE:
        return None
    inner = (_polar(one, two, first, first, last), _polar(one, two, first, last, last))
    return (inner[0] - begin) / (end - begin), (inner[1] - begin) / (end - begin)


def _polar(one: float, two: float, u: float, v: float, w: float) -> float:
    once = u * (1 - v) * (1 - w) + (1 - u) * v * (1 - w) + (1 - u) * (1 - v) * w
    twice = u * v * (1 - w) + u * (1 - v) * w + (1 - u) * v * w
    return once * one + twice * two + u * v * w


def _along(curve: Bezier, share: float) -> float:
    """How far along the curve this share of the time is."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _cubic(curve[0], curve[2], middle) < share else (low, middle)
    return (low + high) / 2


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
