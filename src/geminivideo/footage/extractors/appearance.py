"""What a picture looks like as one short vector, so that near-duplicates can be told by their cosine.

Three parts of equal weight, each centred, so that unrelated pictures come out near 0 and not near 1 as plain
histograms do: coarse colours of a 4x4 grid, edge directions of the same grid, and a histogram of hue and shade.
"""

import base64
from collections.abc import Sequence

import cv2
import numpy as np

from geminivideo.footage.arrays import Pixels, Vector
from geminivideo.footage.decode import Picture

_GRID = 4
_DIRECTIONS = 8
_SCALE = 127


def appearance(picture: Picture) -> Vector:
    """Unit length (all zero for a picture with nothing in it)."""
    square = cv2.resize(picture.bgr(), (64, 64), interpolation=cv2.INTER_AREA)
    return _unit(np.concatenate([_unit(part) for part in (_layout(square), _edges(square), _palette(square))]))


def pack(vector: Vector) -> str:
    """A vector within -1..1 as text, one byte a number."""
    return base64.b85encode(np.round(vector * _SCALE).astype(np.int8).tobytes()).decode()


def unpack(text: str) -> Vector:
    return np.frombuffer(base64.b85decode(text), np.int8).astype(np.float32) / _SCALE


def mean_appearance(vectors: Sequence[Vector]) -> Vector:
    return _unit(np.mean(vectors, axis=0))


def cosine(one: Vector, other: Vector) -> float:
    return float(one @ other)


def _layout(square: Pixels) -> Vector:
    lab = cv2.cvtColor(square, cv2.COLOR_BGR2LAB)
    cells: Vector = cv2.resize(lab, (_GRID, _GRID), interpolation=cv2.INTER_AREA).astype(np.float32)
    cells[..., 0] -= cells[..., 0].mean()
    cells[..., 1:] -= 128  # neutral; a colour cast is part of the look
    return cells.ravel()


def _edges(square: Pixels) -> Vector:
    gray = cv2.cvtColor(square, cv2.COLOR_BGR2GRAY).astype(np.float32)
    across, down = cv2.Sobel(gray, cv2.CV_32F, 1, 0), cv2.Sobel(gray, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    direction = np.floor((np.arctan2(down, across) % np.pi) / np.pi * _DIRECTIONS).astype(int) % _DIRECTIONS
    rows, columns = np.indices(gray.shape) * _GRID // gray.shape[0]
    bins = (rows * _GRID + columns) * _DIRECTIONS + direction
    histogram = np.bincount(bins.ravel(), strength.ravel(), _GRID * _GRID * _DIRECTIONS)
    rooted = np.sqrt(histogram)
    return _centred(rooted)


def _palette(square: Pixels) -> Vector:
    hsv = cv2.cvtColor(square, cv2.COLOR_BGR2HSV)
    histogram = cv2.calcHist([hsv], [0, 1, 2], None, [8, 3, 4], [0, 180, 0, 256, 0, 256]).ravel()
    rooted = np.sqrt(histogram)
    return _centred(rooted)


def _centred(vector: Vector) -> Vector:
    centred: Vector = vector - vector.mean()
    return centred


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return (vector / length if length > 1e-6 else np.zeros_like(vector)).astype(np.float32)
