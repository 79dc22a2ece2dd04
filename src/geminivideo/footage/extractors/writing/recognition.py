"""What a line says: the likeliest character at each step along it (connectionist temporal classification)."""

import math
from typing import NamedTuple

import cv2
import numpy as np

from geminivideo.footage.arrays import Map, Pixels
from geminivideo.footage.extractors.writing.models import Network, recognition_network

_HEIGHT = 48
_NARROWEST, _WIDEST = 320, 2400  # pixels; a longer line is squeezed
_BLANK = 0


class Reading(NamedTuple):
    text: str
    confidence: float


class LineRecogniser:
    def __init__(self) -> None:
        self._network: Network = recognition_network()
        # The network's answers count from 1, 0 is "nothing"; after the characters of the list comes the space.
        self._characters = ("", *self._network.note("character").splitlines(), " ")

    def read(self, line: Pixels) -> Reading:
        """`line` is a cut-out of one upright line, of any size."""
        return self._decoded(self._network(_prepared(line))[0])

    def _decoded(self, steps: Map) -> Reading:
        """`steps` is (steps, characters), likelihoods."""
        best = steps.argmax(axis=1)
        new = np.concatenate([[True], best[1:] != best[:-1]]) & (best != _BLANK)
        text = "".join(self._characters[place] for place in best[new])
        return Reading(text, float(steps.max(axis=1)[new].mean()) if new.any() else 0.0)


def _prepared(line: Pixels) -> Map:
    height, width = line.shape[:2]
    wide = min(_WIDEST, max(1, math.ceil(_HEIGHT * width / height)))
    scaled = cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR)
    batch = np.zeros((1, 3, _HEIGHT, max(_NARROWEST, wide)), np.float32)
    batch[..., :wide] = cv2.dnn.blobFromImage(scaled, 1 / 127.5, mean=(127.5, 127.5, 127.5))
    return batch
