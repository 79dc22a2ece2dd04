"""The pictures of a still clip, each taken out of the opened picture finer than pixels.

The resampler takes the place to a millionth of a pixel. OpenCV's, by which footage with keyframes is drawn, rounds it
to a thirty-second: unseen in film, while a sharp edge that creeps over the frame was measured to jump by a tenth.
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.area import Area
from geminivideo.rendering.keyframes.track import state_at
from geminivideo.rendering.keyframes.warping import Plane, Planes, faded
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.opening import Opened
from geminivideo.rendering.stills.views import shown_at


def draw_still(clip: StillClip, frames: int, opened: Opened, frame: FrameSize, base: str) -> Iterator[Planes]:
    before: Area | None = None
    picture = opened.planes
    for number in range(frames):
        shown = shown_at(clip, number, frame)
        if shown != before:  # while it stands, it is drawn once
            before, picture = shown, _view(clip, opened, shown, frame)
        yield faded(picture, base, state_at(clip, number).opacity)


def _view(clip: StillClip, opened: Opened, shown: Area, frame: FrameSize) -> Planes:
    part = opened.part(shown)
    if opened.ground is None:
        return _taken(opened.planes, part, frame)
    place = _place(clip, shown, frame)
    box = _box(place, frame)
    across, down = part.width / frame.width, part.height / frame.height
    far = Area(box[0], box[1], box[2], box[3]).enlarged(across, down)
    part = Area(part.left + far.left, part.top + far.top, part.left + far.right, part.top + far.bottom)
    front = _taken(opened.planes, part, FrameSize(box[2] - box[0], box[3] - box[1]))
    return _over(front, opened.ground, place, box)


def _taken(planes: Planes, part: Area, size: FrameSize) -> Planes:
    """A part of a 4:2:0 picture, in its luma pixels, at this size."""
    half = FrameSize(size.width // 2, size.height // 2)
    # Colour stands with every second column of luma.
    shift = (part.width / size.width - 1) / 4
    colour = Area(part.left / 2 - shift, part.top / 2, part.right / 2 - shift, part.bottom / 2)
    return _resampled(planes[0], part, size), _resampled(planes[1], colour, half), _resampled(planes[2], colour, half)


def _resampled(plane: Plane, part: Area, size: FrameSize) -> Plane:
    from PIL import Image

    height, width = plane.shape
    # Of a picture a thousand times as long as high a single pixel of the frame reaches beyond the rim.
    left, top = min(max(part.left, 0.0), width - 1), min(max(part.top, 0.0), height - 1)
    box = (left, top, max(left + 1, min(part.right, width)), max(top + 1, min(part.bottom, height)))
    drawn = Image.fromarray(plane).resize((size.width, size.height), Image.Resampling.BICUBIC, box)
    return np.asarray(drawn, np.uint8)


def _place(clip: StillClip, shown: Area, frame: FrameSize) -> Area:
    """Where the crop's edges come to stand, in pixels of the frame."""
    crop, scale = clip.crop, frame.width / shown.width
    left, top = (crop.x - shown.left) * scale, (crop.y - shown.top) * scale
    return Area(left, top, left + crop.width * scale, top + crop.height * scale)


def _box(place: Area, frame: FrameSize) -> tuple[int, int, int, int]:
    """The even pixels of the frame that a place touches."""
    left, top = (max(0, math.floor(edge / 2) * 2) for edge in (place.left, place.top))
    right = min(frame.width, math.ceil(place.right / 2) * 2)
    bottom = min(frame.height, math.ceil(place.bottom / 2) * 2)
    return left, top, right, bottom


def _over(front: Planes, ground: Planes, place: Area, box: tuple[int, int, int, int]) -> Planes:
    halved = (box[0] // 2, box[1] // 2, box[2] // 2, box[3] // 2)
    half = place.enlarged(0.5, 0.5)
    blue, red = (_laid(over, under, half, halved) for over, under in zip(front[1:], ground[1:], strict=True))
    return _laid(front[0], ground[0], place, box), blue, red


def _laid(front: Plane, ground: Plane, place: Area, box: tuple[int, int, int, int]) -> Plane:
    """At its edges the front covers as much of a pixel as it fills, so that they move smoothly, too."""
    left, top, right, bottom = box
    drawn, under = ground.copy(), ground[top:bottom, left:right]
    rows, columns = _filled(place.top, place.bottom, top, bottom), _filled(place.left, place.right, left, right)
    drawn[top:bottom, left:right] = front
    for at in np.flatnonzero(rows < 1):
        drawn[top + at, left:right] = _mixed(front[at], under[at], rows[at] * columns)
    for at in np.flatnonzero(columns < 1):
        drawn[top:bottom, left + at] = _mixed(front[:, at], under[:, at], rows * columns[at])
    return drawn


def _mixed(front: Plane, ground: Plane, share: NDArray[np.float64]) -> Plane:
    return np.rint(ground + (front.astype(np.float64) - ground) * share).astype(np.uint8)


def _filled(begin: float, end: float, first: int, last: int) -> NDArray[np.float64]:
    """Which share of each of these pixels lies between two edges."""
    pixels = np.arange(first, last)
    return np.asarray(np.clip(np.minimum(pixels + 1, end) - np.maximum(pixels, begin), 0, 1), np.float64)
