"""SSDLite on MobileNet v2 (Sandler et al., 2018), trained on COCO by the TensorFlow Object Detection authors.

Bundled as an ONNX file that scripts/object_model made (docs/decisions tells from what). Input: the picture stretched to
300 x 300, RGB, -1..1. Outputs: 1917 rows of offsets from anchors, scores of 91 classes (0: background), and anchors.
"""

import hashlib
from importlib.resources import files

import cv2
import numpy as np

from geminivideo.core.errors import UnavailableError
from geminivideo.core.footage_scene import SeenObject
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.objects import coco
from geminivideo.footage.extractors.objects.answers import Answers, seen_objects
from geminivideo.footage.extractors.objects.session import open_session
from geminivideo.footage.extractors.suppression import Floats

BACKEND = "ssdlite-mobilenet-v2 2018-05-09"
_FILE = "ssdlite_mobilenet_v2_coco.onnx"
_SHA256 = "11f676cf81d05f0d55d757e9e512165f5ea758e823a989b2409b3b02a5660968"
_SIDE = 300
_LONG_EDGE = 480  # the face detector's, so that one scaled picture serves both
_SAME = 0.6
_CENTRE_SCALE, _SIZE_SCALE = 10.0, 5.0


class BundledDetector:
    """`why` tells why it is not another one; it stands beside what this one finds.

    Raises:
        UnavailableError: when the model file is missing or not the one that it should be.
    """

    def __init__(self, least_confidence: float, why: str | None = None) -> None:
        self.backend = f"{BACKEND} ({why})" if why else BACKEND
        self._least = least_confidence
        self._session = open_session(_model())

    def find(self, picture: Picture) -> tuple[SeenObject, ...]:
        seen = {"picture": prepared(picture.bgr(_LONG_EDGE))}
        offsets, scores, anchors = self._session.run(["offsets", "scores", "anchors"], seen)
        answers = Answers(edges_from(offsets[0], anchors), scores[0, :, 1:])
        names = coco.names_for(answers.scores.shape[1]) or {}
        return seen_objects(answers, names, picture.at_seconds, least=self._least, same=_SAME)


def prepared(bgr: Pixels) -> Floats:
    stretched = cv2.resize(bgr, (_SIDE, _SIDE), interpolation=cv2.INTER_LINEAR)
    return cv2.dnn.blobFromImage(stretched, 2 / 255, mean=(127.5, 127.5, 127.5), swapRB=True)


def edges_from(offsets: Floats, anchors: Floats) -> Floats:
    """Left, top, right, bottom.

    Anchors are (top, left, bottom, right); offsets move a centre and give the logarithm of a size, vertical first.
    """
    size = anchors[:, 2:] - anchors[:, :2]
    centre = anchors[:, :2] + size / 2 + offsets[:, :2] / _CENTRE_SCALE * size
    half = np.exp(np.minimum(offsets[:, 2:] / _SIZE_SCALE, 4.0)) * size / 2
    return np.concatenate([(centre - half)[:, ::-1], (centre + half)[:, ::-1]], axis=1)


def _model() -> bytes:
    file = files("geminivideo.footage.extractors.objects") / "models" / _FILE
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise UnavailableError(
            "The bundled object detector's model file is missing or damaged.", next_step="install geminivideo again"
        )
    return content
