"""Pictures that come from no file, with the methods of decoded ones."""

from collections.abc import Sequence
from typing import Any

import av
import numpy as np

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import Picture, Scaler


def shown(bgr: Pixels, at_seconds: float = 0.0) -> Picture:
    frame: Any = av.VideoFrame.from_ndarray(np.ascontiguousarray(bgr), format="bgr24")
    return Picture(0, at_seconds, 1 / 30, frame, Scaler(frame))


def film(pictures: Sequence[Pixels], rate: float = 10.0) -> list[Picture]:
    return [shown(picture, index / rate) for index, picture in enumerate(pictures)]
