"""The forms in which detectors are exported to ONNX, told apart by their outputs.

| form | input | outputs |
|---|---|---|
| YOLOX | letterboxed with gray, BGR 0-255 | (1, N, 5 + classes): offset in a cell, log size, objectness, classes |
| YOLOv8 | the same, RGB 0-1 | (1, 4 + classes, N): centre and size in pixels, classes |
| DETR | stretched, RGB 0-1 | (1, N, 4): centre and size in fractions; (1, N, classes): logits |

DETRs with a column for each of COCO's ids are of the RF-DETR family, whose input is less ImageNet's mean.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.objects.answers import Answers
from geminivideo.footage.extractors.objects.canvas import Canvas, corners, planes
from geminivideo.footage.extractors.suppression import Floats

_YOLOX_STRIDES = (8, 16, 32)
_LONGEST_EXPONENT = 8.0  # a box of 3000 cells: beyond it a number is garbage, and must not overflow
_IMAGENET_MEAN, _IMAGENET_DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
_DETR_WITH_COCO_IDS = (90, 91)


class Format(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def same(self) -> float | None:
        """See `seen_objects`."""

    def prepared(self, bgr: Pixels) -> Floats: ...

    def read(self, outputs: list[Floats], bgr: Pixels) -> Answers: ...


@dataclass(frozen=True, slots=True)
class Yolox:
    canvas: Canvas
    name: str = "yolox"
    same: float | None = 0.45

    def prepared(self, bgr: Pixels) -> Floats:
        return planes(self.canvas.letterboxed(bgr))

    def read(self, outputs: list[Floats], bgr: Pixels) -> Answers:
        rows = outputs[0][0]
        cells, strides = yolox_cells(self.canvas)
        sizes = np.exp(np.minimum(rows[:, 2:4], _LONGEST_EXPONENT)) * strides
        edges = corners((rows[:, :2] + cells) * strides, sizes)
        return Answers(self.canvas.in_fractions(edges, bgr), rows[:, 4:5] * rows[:, 5:])


@dataclass(frozen=True, slots=True)
class Yolov8:
    canvas: Canvas
    name: str = "yolov8"
    same: float | None = 0.45

    def prepared(self, bgr: Pixels) -> Floats:
        return planes(self.canvas.letterboxed(bgr)[:, :, ::-1] / np.float32(255))

    def read(self, outputs: list[Floats], bgr: Pixels) -> Answers:
        rows = outputs[0][0].T
        edges = corners(rows[:, :2], rows[:, 2:4])
        return Answers(self.canvas.in_fractions(edges, bgr), rows[:, 4:])


@dataclass(frozen=True, slots=True)
class Detr:
    """Answers are apart already: the network is trained to give one for each thing."""

    canvas: Canvas
    boxes: int
    logits: int
    normalised: bool
    name: str = "detr"
    same: float | None = None

    def prepared(self, bgr: Pixels) -> Floats:
        rgb = self.canvas.stretched(bgr)[:, :, ::-1] / 255
        return planes((rgb - _IMAGENET_MEAN) / _IMAGENET_DEVIATION if self.normalised else rgb)

    def read(self, outputs: list[Floats], bgr: Pixels) -> Answers:  # noqa: ARG002 - fractions need no picture
        boxes, logits = outputs[self.boxes][0], outputs[self.logits][0]
        return Answers(corners(boxes[:, :2], boxes[:, 2:]), 1 / (1 + np.exp(-np.clip(logits, -50, 50))))


def yolox_cells(canvas: Canvas) -> tuple[Floats, Floats]:
    """Column and row of each cell, and how many pixels it is wide, in the order of YOLOX's rows."""
    cells, strides = [], []
    for stride in _YOLOX_STRIDES:
        rows, columns = np.mgrid[0 : canvas.height // stride, 0 : canvas.width // stride]
        cells.append(np.stack([columns.ravel(), rows.ravel()], axis=1))
        strides.append(np.full((rows.size, 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(strides).astype(np.float32)


def format_of(canvas: Canvas, shapes: list[tuple[int, ...]]) -> tuple[Format, int] | None:
    """The form of a network with these outputs for one picture, and its number of classes; None: an unknown one."""
    if len(shapes) == 1 and len(shapes[0]) == 3:
        return _yolo(canvas, shapes[0][1], shapes[0][2])
    if len(shapes) == 2 and all(len(shape) == 3 for shape in shapes) and shapes[0][1] == shapes[1][1]:
        return _detr(canvas, shapes[0][2], shapes[1][2])
    return None


def _yolo(canvas: Canvas, rows: int, columns: int) -> tuple[Format, int] | None:
    if rows == len(yolox_cells(canvas)[0]) and columns > 5:
        return Yolox(canvas), columns - 5
    return (Yolov8(canvas), rows - 4) if 4 < rows < columns else None


def _detr(canvas: Canvas, first: int, second: int) -> tuple[Format, int] | None:
    if 4 not in (first, second):
        return None
    boxes = 0 if first == 4 else 1
    classes = second if boxes == 0 else first
    return Detr(canvas, boxes, 1 - boxes, normalised=classes in _DETR_WITH_COCO_IDS), classes
