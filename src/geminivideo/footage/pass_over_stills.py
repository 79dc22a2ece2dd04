"""The pass that fetches single pictures of a file, as the process of the pass runs it."""

import base64
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import VideoReader
from geminivideo.footage.passes.telling import Telling


class StillRequest(Frozen):
    path: Path
    moments: tuple[float, ...]
    long_edge: int
    max_pixels: int


class Still(Frozen):
    """Bare pixels: what reads them is no decoder that a file could make fail."""

    at_seconds: float
    height: int
    width: int
    bgr: str

    @classmethod
    def of(cls, at_seconds: float, bgr: Pixels) -> "Still":
        pixels = base64.b64encode(np.ascontiguousarray(bgr).tobytes()).decode()
        return cls(at_seconds=at_seconds, height=bgr.shape[0], width=bgr.shape[1], bgr=pixels)

    def pixels(self) -> Pixels:
        return np.frombuffer(base64.b64decode(self.bgr), np.uint8).reshape(self.height, self.width, 3)


def run(arguments: dict[str, Any], telling: Telling) -> None:
    request = StillRequest.model_validate(arguments)
    with VideoReader(request.path, max_pixels=request.max_pixels) as reader:
        for at in request.moments:
            picture = reader.picture_at(at)
            telling.at(at)
            if picture is not None:
                telling.part(Still.of(at, picture.bgr(request.long_edge)))
