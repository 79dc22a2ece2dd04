"""A detector that the operator brings: an ONNX file of one of the forms in formats.py."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.errors import UnavailableError
from geminivideo.core.footage_scene import SeenObject
from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.objects.answers import seen_objects
from geminivideo.footage.extractors.objects.canvas import Canvas
from geminivideo.footage.extractors.objects.class_names import class_names
from geminivideo.footage.extractors.objects.formats import Format, format_of
from geminivideo.footage.extractors.objects.session import open_session
from geminivideo.footage.extractors.suppression import Floats
from geminivideo.footage.labels import label_from

_USUAL_SIDE = 640  # for a network that takes any size
_LARGEST_SIDE = 1536
_BLOCK = 1 << 20


class BroughtDetector:
    """Raises UnavailableError when the file is missing, no ONNX file, or of no known form."""

    def __init__(self, model: Path, least_confidence: float) -> None:
        if not model.is_file():
            raise _unusable(f"there is no file {model.name}")
        self._least = least_confidence
        self._session = open_session(model)
        self._input, self._canvas = _input(self._session)
        self._format, classes = self._recognised()
        self._names = class_names(model, self._session.get_modelmeta().custom_metadata_map, classes)
        self.backend = f"{self._format.name} {label_from(model.stem)} {_digest(model)}"

    def find(self, picture: Picture) -> tuple[SeenObject, ...]:
        bgr = picture.bgr(max(self._canvas.width, self._canvas.height))
        answers = self._format.read(self._run(self._format.prepared(bgr)), bgr)
        return seen_objects(answers, self._names, picture.at_seconds, least=self._least, same=self._format.same)

    def _recognised(self) -> tuple[Format, int]:
        """By what it answers to an empty picture: what a file says of its outputs' shapes is often left open."""
        try:
            empty = self._run(np.zeros((1, 3, self._canvas.height, self._canvas.width), np.float32))
        except Exception as error:  # onnxruntime's errors have no ancestor of their own below Exception
            raise _unusable(f"it fails on a picture ({' '.join(str(error).split())[:160]})") from error
        shapes = [output.shape for output in empty]
        known = format_of(self._canvas, shapes)
        if known is None:
            raise _unusable(f"its outputs {shapes} are of no known form")
        return known

    def _run(self, pixels: Floats) -> list[Floats]:
        outputs: list[Floats] = self._session.run(None, {self._input: pixels})
        return outputs


def _input(session: Any) -> tuple[str, Canvas]:
    inputs = session.get_inputs()
    if len(inputs) != 1 or len(inputs[0].shape) != 4 or inputs[0].type != "tensor(float)":
        raise _unusable("it does not take one picture of float32 numbers")
    batch, channels, height, width = (size if isinstance(size, int) else None for size in inputs[0].shape)
    if batch not in (None, 1) or channels not in (None, 3):
        raise _unusable(f"its input {inputs[0].shape} is not one picture of three colours")
    canvas = Canvas(width or _USUAL_SIDE, height or _USUAL_SIDE)
    if max(canvas.width, canvas.height) > _LARGEST_SIDE or min(canvas.width, canvas.height) < 32:
        raise _unusable(f"its input of {canvas.width} x {canvas.height} pixels is out of 32 to {_LARGEST_SIDE}")
    return inputs[0].name, canvas


def _digest(model: Path) -> str:
    digest = hashlib.sha256()
    with model.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()[:12]


def _unusable(why: str) -> UnavailableError:
    return UnavailableError(
        f"The object detector that GEMINIVIDEO_OBJECT_MODEL names cannot be used: {why}.",
        next_step="point it at an ONNX file of the YOLOX, YOLOv8 or DETR form, set it to yolox_tiny or yolox_s,"
        " or leave it out",
    )
