"""A logo that moves by keyframes: a picture for each of its frames, drawn finer than pixels."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.brand.logo import draw_logo
from geminivideo.rendering.keyframes.layers import Pose

Pixels = NDArray[np.float32]
_ROOM = 4  # pixels around the largest picture, for parts of a pixel


@dataclass(frozen=True, slots=True)
class LogoBox:
    """Where the logo stands in a frame of this size when it does not move; whole pixels, even."""

    x: int
    y: int
    width: int
    height: int
    frame: FrameSize

    def middle(self, pose: Pose) -> tuple[float, float]:
        across, down = pose.x * self.frame.width, pose.y * self.frame.height
        return self.x + self.width / 2 + across, self.y + self.height / 2 + down

    def canvas(self, poses: Sequence[Pose]) -> tuple[int, int]:
        """The size that all pictures of a film have; even."""
        zoom = largest(poses)
        return _even_up(self.width * zoom + _ROOM), _even_up(self.height * zoom + _ROOM)

    def place(self, pose: Pose, canvas: tuple[int, int]) -> tuple[int, int]:
        """The canvas's corner in the frame; even, so that colours and brightness stay together."""
        x, y = self.middle(pose)
        return int((x - canvas[0] / 2) // 2) * 2, int((y - canvas[1] / 2) // 2) * 2


def largest(poses: Sequence[Pose]) -> float:
    return max(pose.zoom for pose in poses)


def key_of(sha256: str, box: LogoBox, poses: Sequence[Pose]) -> str:
    states = [[pose.zoom, pose.x, pose.y, pose.opacity] for pose in poses]
    return json.dumps([sha256, box.x, box.y, box.width, box.height, box.frame.width, box.frame.height, states])


def draw_film(source: Path, box: LogoBox, poses: Sequence[Pose], target: Path) -> None:
    """PNG pictures one after the other in one file."""
    zoom, canvas = largest(poses), box.canvas(poses)
    size = max(1, round(box.width * zoom)), max(1, round(box.height * zoom))
    logo = _read(_drawn(source, size))
    drawn: dict[Pose, bytes] = {}
    with target.open("wb") as file:
        for pose in poses:
            if pose not in drawn:
                drawn = {pose: _png(_posed(logo, box, pose, canvas))}  # only a stretch without motion needs it again
            file.write(drawn[pose])


def _drawn(source: Path, size: tuple[int, int]) -> io.BytesIO:
    target = io.BytesIO()
    draw_logo(source, size, target)
    target.seek(0)
    return target


def _read(file: io.BytesIO) -> Pixels:
    """Colours multiplied by their opacity, so that none bleeds in from where nothing is seen."""
    from PIL import Image

    with Image.open(file, formats=("PNG",)) as opened:
        pixels = np.asarray(opened.convert("RGBA"), np.float32)
    pixels = pixels.copy()
    pixels[..., :3] *= pixels[..., 3:] / 255
    return pixels


def _posed(logo: Pixels, box: LogoBox, pose: Pose, canvas: tuple[int, int]) -> Pixels:
    import cv2

    width, height = box.width * pose.zoom, box.height * pose.zoom
    size = max(1, round(width)), max(1, round(height))
    near: Any = logo if size == (logo.shape[1], logo.shape[0]) else cv2.resize(logo, size, interpolation=cv2.INTER_AREA)
    (x, y), (left, top) = box.middle(pose), box.place(pose, canvas)
    across, down = width / size[0], height / size[1]
    # Whole numbers are the middles of pixels here, and their edges in the plan.
    shift_x = x - left - width / 2 + (across - 1) / 2
    shift_y = y - top - height / 2 + (down - 1) / 2
    turned = cv2.warpAffine(near, np.array([[across, 0, shift_x], [0, down, shift_y]]), canvas, flags=cv2.INTER_LINEAR)
    return np.asarray(turned * pose.opacity, np.float32)


def _png(pixels: Pixels) -> bytes:
    from PIL import Image

    alpha = pixels[..., 3:]
    colours = np.divide(pixels[..., :3] * 255, alpha, out=np.zeros_like(pixels[..., :3]), where=alpha > 0)
    whole = np.clip(np.rint(np.concatenate([colours, alpha], axis=2)), 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(whole).save(file, format="PNG", compress_level=1)
    return file.getvalue()


def _even_up(pixels: float) -> int:
    return -(-int(np.ceil(pixels)) // 2) * 2
