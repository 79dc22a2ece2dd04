"""Designed backgrounds for cards: slow lights in the brand's colours.

They are drawn very small at 16 bits and enlarged by the filter graph, which smooths and dithers them: a gradient
without bands for a few kilobytes a frame.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.palette import Palette, rgb
from geminivideo.rendering.plan.frames import FPS

PIXEL_FORMAT = "yuv444p16le"
_SHRINK = 20
_TURN_SECONDS = 9.0  # about one round of a light
_DIMMED_EDGES = 0.35

# BT.709 luma weights; studio range puts black at 16 and white at 235 of 255.
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722


def size(frame: FrameSize) -> FrameSize:
    return FrameSize(max(16, frame.width // _SHRINK), max(16, frame.height // _SHRINK))


def write_background(path: Path, palette: Palette, frame: FrameSize, frames: int, seed: list[int]) -> None:
    """Raw frames of `size(frame)` in PIXEL_FORMAT, one after the other."""
    small = size(frame)
    lights = _Lights(palette, small, np.random.default_rng(seed))
    with path.open("wb") as file:
        for number in range(frames):
            file.write(_studio_yuv(lights.at(number / FPS)).tobytes())


class _Lights:
    """Three soft lights on closed paths over a dark ground."""

    def __init__(self, palette: Palette, small: FrameSize, rng: np.random.Generator) -> None:
        self._ratio = small.height / small.width
        self._x = ((np.arange(small.width) + 0.5) / small.width)[None, :]
        self._y = ((np.arange(small.height) + 0.5) / small.height * self._ratio)[:, None]
        self._base = _linear(palette.base)
        self._colours = [_linear(colour) for colour in palette.glows]
        self._phases = rng.uniform(0, 2 * np.pi, (3, 2))
        self._speeds = 2 * np.pi / _TURN_SECONDS * rng.uniform(0.7, 1.2, (3, 2)) * rng.choice([-1, 1], (3, 2))
        self._homes = rng.permutation(np.array([[0.15, 0.12], [0.85, 0.42], [0.3, 0.88]]))
        edge = ((self._x - 0.5) * 2) ** 2 + ((self._y / self._ratio - 0.5) * 2) ** 2
        self._shade = (1 - _DIMMED_EDGES * np.clip(edge / 2, 0, 1))[:, :, None]

    def at(self, seconds: float) -> NDArray[np.float64]:
        """Linear RGB, height x width x 3."""
        picture = np.broadcast_to(self._base, (self._y.shape[0], self._x.shape[1], 3)).copy()
        angles = self._phases + self._speeds * seconds
        for home, angle, colour in zip(self._homes, angles, self._colours, strict=True):
            x = home[0] + 0.22 * np.cos(angle[0])
            y = (home[1] + 0.14 * np.sin(angle[1])) * self._ratio
            distance = (self._x - x) ** 2 + (self._y - y) ** 2
            weight = 0.85 * np.exp(-distance / (2 * (0.30 * max(1.0, self._ratio**0.5)) ** 2))[:, :, None]
            picture += weight * (colour - picture)
        return np.asarray(picture * self._shade, np.float64)


def _linear(colour: str) -> NDArray[np.float64]:
    return (np.array(rgb(colour)) / 255.0) ** 2.2


def _studio_yuv(linear: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Planes Y, U, V of BT.709 studio range at 16 bits: 3 x height x width."""
    red, green, blue = np.moveaxis(np.clip(linear, 0, 1) ** (1 / 2.2), 2, 0)
    luma = _KR * red + _KG * green + _KB * blue
    planes = np.stack(
        [
            16 + 219 * luma,
            128 + 224 * (blue - luma) / (2 * (1 - _KB)),
            128 + 224 * (red - luma) / (2 * (1 - _KR)),
        ]
    )
    return np.round(planes * 256).astype("<u2")
