"""The square or oblong that a network wants, from a picture of any shape."""

from dataclasses import dataclass

import cv2
import numpy as np

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.suppression import Floats

_GRAY = 114  # what the YOLO family is trained with around the picture


@dataclass(frozen=True, slots=True)
class Canvas:
    width: int
    height: int

    def scale_of(self, bgr: Pixels) -> float:
        rows, columns = bgr.shape[:2]
        return min(self.width / int(columns), self.height / int(rows))

    def letterboxed(self, bgr: Pixels) -> Pixels:
        """The picture undistorted at the top left, gray to the right and below."""
        rows, columns = bgr.shape[:2]
        scale = self.scale_of(bgr)
        wide, tall = min(self.width, round(columns * scale)), min(self.height, round(rows * scale))
        canvas = np.full((self.height, self.width, 3), _GRAY, np.uint8)
        canvas[:tall, :wide] = cv2.resize(bgr, (wide, tall), interpolation=cv2.INTER_LINEAR)
        return canvas

    def stretched(self, bgr: Pixels) -> Pixels:
        return cv2.resize(bgr, (self.width, self.height), interpolation=cv2.INTER_LINEAR)

    def in_fractions(self, edges: Floats, bgr: Pixels) -> Floats:
        """Edges in pixels of the letterboxed picture as fractions of the picture."""
        rows, columns = bgr.shape[:2]
        fractions: Floats = edges / (np.array([columns, rows, columns, rows], np.float32) * self.scale_of(bgr))
        return fractions


def planes(pixels: Floats) -> Floats:
    """(height, width, 3) as the (1, 3, height, width) of float32 that networks take."""
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], dtype=np.float32)


def corners(centres: Floats, sizes: Floats) -> Floats:
    """Left, top, right, bottom from (x, y) and (width, height)."""
    return np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
