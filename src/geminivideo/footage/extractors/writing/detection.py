"""Where lines of writing stand: a map of how likely each pixel is writing, and a rectangle around each patch of it.

The map is that of differentiable binarization (Liao et al., 2020), whose patches are the lines shrunk.
"""

import cv2
import numpy as np

from geminivideo.footage.arrays import Map, Pixels
from geminivideo.footage.extractors.writing.models import Network, detection_network

_MULTIPLE = 32
_WRITING = 0.3
_LEAST_MEAN = 0.5  # of the map within a patch's rectangle
_GROWTH = 1.6  # by this times area over circumference a shrunk line was shrunk
_THINNEST = 3  # pixels of the map
_MAX_PATCHES = 400

Quad = Map
"""(4, 2): corners from the top left one clockwise, as fractions of the picture; of turned writing, in its own sense."""


class LineDetector:
    def __init__(self) -> None:
        self._network: Network = detection_network()

    def find(self, picture: Pixels) -> list[Quad]:
        height, width = picture.shape[:2]
        likely = self._network(_prepared(picture))[0, 0][:height, :width]
        return [quad / np.array([width, height], np.float32) for quad in quads_in(likely)]


def quads_in(likely: Map) -> list[Quad]:
    """Corners in pixels of the map, of no particular order of lines."""
    patches, _ = cv2.findContours((likely > _WRITING).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = (_quad(likely, patch) for patch in patches[:_MAX_PATCHES])
    return [quad for quad in quads if quad is not None]


def _quad(likely: Map, patch: Pixels) -> Quad | None:
    centre, (width, height), angle = cv2.minAreaRect(patch)
    if (
        min(width, height) < _THINNEST
        or _mean_inside(likely, cv2.boxPoints((centre, (width, height), angle))) < _LEAST_MEAN
    ):
        return None
    grown = _GROWTH * width * height / (2 * (width + height))
    return clockwise(cv2.boxPoints((centre, (width + 2 * grown, height + 2 * grown), angle)))


def _mean_inside(likely: Map, corners: Quad) -> float:
    height, width = likely.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, [width - 1, height - 1])
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, [width - 1, height - 1])
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [np.round(corners - [left, top]).astype(np.int32)], 1)
    return float(cv2.mean(likely[top : bottom + 1, left : right + 1], mask)[0])


def clockwise(corners: Quad) -> Quad:
    """From the corner that is top left: of the two leftmost the higher one."""
    left, right = np.split(corners[np.argsort(corners[:, 0], kind="stable")], 2)
    (top_left, bottom_left), (top_right, bottom_right) = (side[np.argsort(side[:, 1])] for side in (left, right))
    return np.array([top_left, top_right, bottom_right, bottom_left], np.float32)


def _prepared(picture: Pixels) -> Map:
    """(1, 3, height, width) from -1 to 1; the edge goes on to the right and below up to a multiple of 32."""
    height, width = picture.shape[:2]
    padded = cv2.copyMakeBorder(picture, 0, -height % _MULTIPLE, 0, -width % _MULTIPLE, cv2.BORDER_REPLICATE)
    return cv2.dnn.blobFromImage(padded, 1 / 127.5, mean=(127.5, 127.5, 127.5))
