"""From a map of "how much is here" to one box around the strongest place, and how sure it is."""

import cv2
import numpy as np
from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import Box
from geminivideo.footage.arrays import Map

_EXTENT = 1.7  # standard deviations on each side of the centre: about the whole of an evenly filled shape
_SMOOTHING = 0.06  # of the long edge: below the size of a subject, above that of a detail
_FIRST_REACH = 0.22  # of the long edge
_LEAST_REACH = 0.06
_ROUNDS = 6


class Region(Frozen):
    box: Box
    confidence: float = Field(ge=0, le=1, description="share of the map inside the box, beyond its share of area")


def densest_region(weights: Map) -> Region | None:
    """The box around the strongest cluster of a map; None for an empty map.

    A window climbs from the highest point to the centre of mass around it and adapts to how wide the mass is spread
    there (mean shift), so that two separate clusters give the stronger one, not a box around both.
    """
    total = float(weights.sum())
    if total <= 0:
        return None
    height, width = weights.shape
    centre, spread = _climb(weights)
    (row, column), (tall, wide) = centre, np.maximum(_EXTENT * spread, 0.5)
    box = box_between((column - wide) / width, (row - tall) / height, (column + wide) / width, (row + tall) / height)
    confidence = _share_inside(weights, box) / total - box.area
    return Region(box=box, confidence=round(min(1.0, max(0.0, confidence)), 4))


def box_between(left: float, top: float, right: float, bottom: float) -> Box:
    """A box from its edges in fractions of the picture, cut to the picture. NumPy numbers do not round as told."""
    left, top, right, bottom = (min(1.0, max(0.0, float(edge))) for edge in (left, top, right, bottom))
    x, y = round(left, 4), round(top, 4)
    return Box(x=x, y=y, width=round(max(0.0, right - x), 4), height=round(max(0.0, bottom - y), 4))


def _climb(weights: Map) -> tuple[Map, Map]:
    """Centre and standard deviation, in (rows, columns), of the cluster around the highest point."""
    long_edge = max(weights.shape)
    smooth = cv2.GaussianBlur(weights, (0, 0), _SMOOTHING * long_edge)
    centre = np.array(np.unravel_index(int(smooth.argmax()), weights.shape), np.float32) + 0.5
    reach = np.full(2, _FIRST_REACH * long_edge, np.float32)
    spread = reach / _EXTENT
    rows, columns = (np.arange(length, dtype=np.float32) + 0.5 for length in weights.shape)
    for _ in range(_ROUNDS):
        near = np.ix_(abs(rows - centre[0]) <= reach[0], abs(columns - centre[1]) <= reach[1])
        mass = weights[near]
        total = float(mass.sum())
        if total <= 0:
            break
        places = rows[near[0].ravel()], columns[near[1].ravel()]
        shares = mass.sum(axis=1) / total, mass.sum(axis=0) / total
        centre = np.array([(share * place).sum() for share, place in zip(shares, places, strict=True)], np.float32)
        variance = [
            (share * (place - mid) ** 2).sum() for share, place, mid in zip(shares, places, centre, strict=True)
        ]
        spread = np.sqrt(np.array(variance, np.float32))
        reach = np.clip(2 * _EXTENT * spread, _LEAST_REACH * long_edge, 0.5 * long_edge)
    return centre, spread


def _share_inside(weights: Map, box: Box) -> float:
    height, width = weights.shape
    rows = slice(int(box.y * height), int(np.ceil((box.y + box.height) * height)))
    columns = slice(int(box.x * width), int(np.ceil((box.x + box.width) * width)))
    return float(weights[rows, columns].sum())
