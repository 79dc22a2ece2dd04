"""Decoded pictures as they are meant to be seen: small, and turned and mirrored as their file says."""

import struct
from typing import Any

_MATRIX = "DISPLAYMATRIX"


def upright(frame: Any, width: int, height: int) -> Any:
    """A Pillow picture of this size from a frame of PyAV."""
    from PIL import Image

    across, down, turned = _axes(frame)
    size = (height, width) if turned else (width, height)
    picture = frame.to_image(width=size[0], height=size[1], interpolation="AREA")
    picture = picture.transpose(Image.Transpose.TRANSPOSE) if turned else picture
    picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if across < 0 else picture
    return picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if down < 0 else picture


def _axes(frame: Any) -> tuple[int, int, bool]:
    """In which direction the picture's axes go, and whether they change places: the file holds a matrix in rows of
    three, by which a point (x, y) is put at (a x + c y, b x + d y).
    """
    matrix = next((bytes(each) for each in frame.side_data if each.type.name == _MATRIX), None)
    if matrix is None:
        return 1, 1, False
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    return (a, d, False) if abs(a) >= abs(b) else (c, b, True)
