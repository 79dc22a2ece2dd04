"""Turning decoded pictures upright: decoders leave the rotation and mirroring of the metadata to us."""

import struct
from dataclasses import dataclass

import numpy as np

from geminivideo.footage.arrays import Pixels

_MATRIX = struct.Struct("<9i")


@dataclass(frozen=True, slots=True)
class Orientation:
    """Swap the axes first, then mirror: the eight ways in which a picture can be stored."""

    transpose: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @classmethod
    def from_display_matrix(cls, matrix: bytes) -> "Orientation":
        """From the 3x3 fixed-point matrix of ISO/IEC 14496-12: x' = ax + cy, y' = bx + dy.

        Free angles, which no camera writes, count as the nearest of the eight.
        """
        if len(matrix) != _MATRIX.size:
            return cls()
        a, b, _u, c, d, _v, *_rest = _MATRIX.unpack(matrix)
        if abs(b) + abs(c) > abs(a) + abs(d):
            return cls(transpose=True, mirror_x=c < 0, mirror_y=b < 0)
        return cls(mirror_x=a < 0, mirror_y=d < 0)

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Upright width and height of a stored picture; the same call leads back."""
        return (height, width) if self.transpose else (width, height)

    def upright(self, picture: Pixels) -> Pixels:
        if self.transpose:
            picture = np.swapaxes(picture, 0, 1)
        if self.mirror_x:
            picture = picture[:, ::-1]
        if self.mirror_y:
            picture = picture[::-1]
        return np.ascontiguousarray(picture)
