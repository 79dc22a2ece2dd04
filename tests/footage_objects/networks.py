"""Networks whose answers are known by construction: they find what is wholly red or wholly blue.

Each looks at the cells of a grid of 16 pixels and says "blue thing" (class 0) or "red thing" (class 1) of those whose
mean colour is, as each form of export would say it. In gray, black or white there is nothing of either.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scripts.object_model.onnx_file import OnnxGraph

SIDE, CELL = 64, 16
NAMES = {0: "blue thing", 1: "red thing"}
_CELLS = (SIDE // CELL) ** 2


def yolox(file: Path, *, names: bool = True) -> Path:
    """Channels arrive as blue, green, red of 0-255; the 64 cells of 8 pixels and 4 of 32 stay silent."""
    graph = _graph(names, {"output": (1, 84, 7)})
    scores = _colour_scores(graph, blue=0, red=2, full=255.0)  # (1, 16, 2)
    found = graph.node("ReduceMax", "objectness", scores, axes=(2,), keepdims=1)
    place = _stored(graph, "place", _rows(_CELLS, [0.5, 0.5, 0.0, 0.0]))  # the middle of its cell, as large as it
    middle = graph.node("Concat", "middle", place, found, scores, axis=2)
    before, after = _stored(graph, "before", _rows(64, [0.0] * 7)), _stored(graph, "after", _rows(4, [0.0] * 7))
    graph.node("Concat", "output", before, middle, after, axis=1)
    return _written(graph, file)


def yolov8(file: Path) -> Path:
    """Channels arrive as red, green, blue of 0-1; each class has a row, each cell a column."""
    graph = _graph(names=True, outputs={"output0": (1, 6, _CELLS)})
    scores = _colour_scores(graph, blue=2, red=0, full=1.0)
    rows = graph.node("Concat", "rows", _stored(graph, "places", _places((CELL, CELL))), scores, axis=2)
    graph.node("Transpose", "output0", rows, perm=(0, 2, 1))
    return _written(graph, file)


def detr(file: Path) -> Path:
    """The picture fills the input; places are fractions, and scores are logits of -12 to 12.

    Its cells are twice as high as wide, as those of a picture are that was twice as wide as high.
    """
    graph = _graph(names=True, outputs={"logits": (1, 8, 2), "pred_boxes": (1, 8, 4)})
    scores = _colour_scores(graph, blue=2, red=0, full=1.0, cell=(2 * CELL, CELL))
    wide = graph.node("Mul", "wide", scores, _stored(graph, "range", np.array(24, np.float32)))
    graph.node("Sub", "logits", wide, _stored(graph, "low", np.array(12, np.float32)))
    _stored(graph, "pred_boxes", _places((2 * CELL, CELL)) / SIDE)
    return _written(graph, file)


def unknown(file: Path) -> Path:
    """Runs, and answers in no form of a detector: one score."""
    graph = _graph(names=True, outputs={"score": (1, 3, 1, 1)})
    graph.node("GlobalAveragePool", "score", "images")
    return _written(graph, file)


def _graph(names: bool, outputs: dict[str, tuple[int, ...]]) -> OnnxGraph:
    metadata = {"names": json.dumps(NAMES)} if names else {}
    return OnnxGraph("colours", {"images": (1, 3, SIDE, SIDE)}, outputs, metadata)


def _colour_scores(graph: OnnxGraph, *, blue: int, red: int, full: float, cell: tuple[int, int] = (CELL, CELL)) -> str:
    """(1, cells, 2): how much more blue than red a cell is, and how much more red than blue, 0-1."""
    means = graph.node("AveragePool", "means", "images", kernel_shape=cell, strides=cell)
    weights = np.zeros((2, 3, 1, 1), np.float32)
    weights[0, [blue, red], 0, 0] = 1 / full, -1 / full
    weights[1] = -weights[0]
    differences = graph.node("Conv", "differences", means, graph.constant("weights", weights), kernel_shape=(1, 1))
    positive = graph.node("Relu", "positive", differences)
    last = graph.node("Transpose", "last", positive, perm=(0, 2, 3, 1))
    return graph.node("Reshape", "scores", last, graph.constant("shape", np.array([1, -1, 2], np.int64)))


def _places(cell: tuple[int, int]) -> NDArray[np.float32]:
    """Centre and size of each cell in pixels, row by row; a cell is (height, width)."""
    rows, columns = np.mgrid[0 : SIDE // cell[0], 0 : SIDE // cell[1]] + 0.5
    sizes = np.ones(rows.size)
    places = [columns.ravel() * cell[1], rows.ravel() * cell[0], sizes * cell[1], sizes * cell[0]]
    return np.stack(places, axis=1)[None].astype(np.float32)


def _rows(count: int, row: list[float]) -> NDArray[np.float32]:
    return np.tile(np.array(row, np.float32), (1, count, 1))


def _stored(graph: OnnxGraph, name: str, values: NDArray[np.floating]) -> str:
    return graph.node("Identity", name, graph.constant(f"{name}/stored", values.astype(np.float32)))


def _written(graph: OnnxGraph, file: Path) -> Path:
    file.write_bytes(graph.to_bytes())
    return file
