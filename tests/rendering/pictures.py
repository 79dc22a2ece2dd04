"""Reading pixels back from what was rendered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def frames(video: Path) -> Iterator[Picture]:
    """All frames as RGB."""
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            yield rgb(frame)


def rgb(frame: Any) -> Picture:
    array: Picture = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
    return array


def frame_at(video: Path, number: int) -> Picture:
    for index, picture in enumerate(frames(video)):
        if index == number:
            return picture
    raise AssertionError(f"there is no frame {number}")


def ink(picture: Picture, colour: tuple[int, int, int], tolerance: int = 40) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of all pixels of about this colour."""
    near = np.abs(picture.astype(int) - np.array(colour)).max(axis=2) <= tolerance
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
