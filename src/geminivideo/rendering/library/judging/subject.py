"""Where the subject of a picture is, seen cheaply: what stands out from a plain ground, or all that is opaque."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.footage_scene import Box

_SIDE = 96  # pixels, or up to twice as many, of the copy that is looked at
_PLAIN = 18.0  # mean distance of the rim from its own colour, of 255, up to which the ground is plain
_STANDS_OUT, _OPAQUE = 36.0, 64.0
_LEAST, _MOST = 0.005, 0.95  # share of the picture that a subject takes


def subject_of(picture: Any) -> Box | None:
    """Of an RGBA picture; None where nobody can tell."""
    pixels = np.asarray(picture.reduce(max(1, max(picture.size) // _SIDE)), np.float64)
    alpha = pixels[:, :, 3]
    return _box(alpha > _OPAQUE) if alpha.min() < _OPAQUE else _box(_standing_out(pixels[:, :, :3]))


def _standing_out(pixels: NDArray[np.float64]) -> NDArray[np.bool_]:
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(rim, axis=0)
    if np.abs(rim - ground).max(axis=1).mean() > _PLAIN:
        return np.zeros(pixels.shape[:2], np.bool_)
    return np.asarray(np.abs(pixels - ground).max(axis=2) > _STANDS_OUT)


def _box(there: NDArray[np.bool_]) -> Box | None:
    if not _LEAST <= there.mean() <= _MOST:
        return None
    height, width = there.shape
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    left, top = float(columns[0] / width), float(rows[0] / height)
    return Box(x=left, y=top, width=float(columns[-1] + 1) / width - left, height=float(rows[-1] + 1) / height - top)
