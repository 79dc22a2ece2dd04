"""The pictures of a still clip, each taken out of the opened picture finer than pixels."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.area import Area
from geminivideo.rendering.keyframes.track import state_at
from geminivideo.rendering.keyframes.warping import Plane, Planes, faded, warped
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.opening import Opened
from geminivideo.rendering.stills.views import shown_at

_SHRINK_FROM = 1.5  # shrinking by areas costs, and is only needed where a pixel holds more than the filter reaches


def draw_still(clip: StillClip, frames: int, opened: Opened, frame: FrameSize, base: str) -> Iterator[Planes]:
    for number in range(frames):
        shown = shown_at(clip, number, frame)
        picture = warped(opened.planes, opened.part(shown), frame, shrink_from=_SHRINK_FROM)
        if opened.ground is not None:
            picture = _over(picture, opened.ground, _place(clip, shown, frame))
        yield faded(picture, base, state_at(clip, number).opacity)


def _place(clip: StillClip, shown: Area, frame: FrameSize) -> Area:
    """Where the crop's edges come to stand, in pixels of the frame."""
    crop, scale = clip.crop, frame.width / shown.width
    left, top = (crop.x - shown.left) * scale, (crop.y - shown.top) * scale
    return Area(left, top, left + crop.width * scale, top + crop.height * scale)


def _over(front: Planes, ground: Planes, place: Area) -> Planes:
    luma, blue, red = zip(front, ground, strict=True)
    half = place.enlarged(0.5, 0.5)
    return _laid(*luma, place), _laid(*blue, half), _laid(*red, half)


def _laid(front: Plane, ground: Plane, place: Area) -> Plane:
    """At its edges the front covers as much of a pixel as it fills, so that they move smoothly, too."""
    import cv2

    height, width = front.shape
    covered = np.outer(_filled(place.top, place.bottom, height), _filled(place.left, place.right, width))
    return np.asarray(cv2.blendLinear(front, ground, covered, 1 - covered), np.uint8)


def _filled(begin: float, end: float, pixels: int) -> NDArray[np.float32]:
    edges = np.arange(pixels)
    return np.clip(np.minimum(edges + 1, end) - np.maximum(edges, begin), 0, 1).astype(np.float32)
