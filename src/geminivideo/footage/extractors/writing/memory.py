"""Lines that stand still are read once: what was read at a place holds as long as it looks the same there."""

from typing import NamedTuple

import cv2
import numpy as np

from geminivideo.footage.arrays import Map, Pixels
from geminivideo.footage.extractors.writing.cut_out import cut_out
from geminivideo.footage.extractors.writing.detection import Quad
from geminivideo.footage.extractors.writing.recognition import Reading

_HEIGHT, _WIDEST = 24, 600
_NEAR = 0.5  # of the line's height: how far detection may shift a line that stands still
_LEAST_CHANGE, _CHANGE = 6.0, 0.25  # levels of gray; of the line's own contrast


class Line(NamedTuple):
    quad: Quad
    reading: Reading
    sketch: Map


class LineMemory:
    """The lines of the last look."""

    def __init__(self) -> None:
        self._lines: list[Line] = []

    def recall(self, picture: Pixels, quad: Quad) -> Line | None:
        """A line known at about this place that has not changed."""
        for line in self._lines:
            if _near(line.quad, quad) and not _changed(line.sketch, sketch(picture, line.quad)):
                return line
        return None

    def keep(self, lines: list[Line]) -> None:
        self._lines = lines


def sketch(picture: Pixels, quad: Quad) -> Map:
    """A small gray copy of a line, to compare with later ones of the same place."""
    line = cv2.cvtColor(np.ascontiguousarray(cut_out(picture, quad)), cv2.COLOR_BGR2GRAY)
    width = min(_WIDEST, max(_HEIGHT, round(_HEIGHT * line.shape[1] / line.shape[0])))
    return cv2.resize(line, (width, _HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)


def _changed(before: Map, now: Map) -> bool:
    """Whether any spot of about a stroke's width differs; a changed digit is small beside its line."""
    contrast = float(np.subtract(*np.percentile(before, [95, 5])))
    spots = cv2.blur(cv2.absdiff(before, now), (3, 3))
    return float(spots.max()) > max(_LEAST_CHANGE, _CHANGE * contrast)


def _near(one: Quad, other: Quad) -> bool:
    height = float(np.linalg.norm(one[0] - one[3]))
    return float(np.abs(one - other).max()) < _NEAR * height
