"""A Gaussian process over what the sentence encoder sees in a line, kept as 256 landmarks.

A line is the token means of four depths of the encoder, centred, scaled and projected onto 256 axes; its score is a
weighted sum of its similarities to landmarks, exp(sharpness * (cosine - 1)). Scores are log odds of a click against an
average headline of the data that it was trained on; `slope` turns a lead into log odds of winning.
"""

import hashlib
import io
import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
import numpy.typing as npt

from geminivideo.core.errors import UnavailableError
from geminivideo.core.text_embedding import DEPTHS, DIMENSIONS

Array = npt.NDArray[np.float32]

AXES, LANDMARKS = 256, 256
WEIGHTS, MANIFEST = "weights.npz", "manifest.json"
_WIDTH = len(DEPTHS) * DIMENSIONS
_SHAPES = {
    "centre": (len(DEPTHS), DIMENSIONS),
    "scale": (len(DEPTHS),),
    "axes": (_WIDTH, AXES),
    "landmarks": (LANDMARKS, AXES),
    "weights": (LANDMARKS,),
    "sharpness": (),
    "offset": (),
    "slope": (),
}


@dataclass(frozen=True, slots=True)
class Projection:
    """From the encoder's depths to unit vectors of AXES numbers."""

    centre: Array
    scale: Array
    axes: Array

    def __call__(self, depths: Array) -> Array:
        seen = ((depths - self.centre) / self.scale[:, None]).reshape(len(depths), _WIDTH) @ self.axes
        return np.asarray(seen / np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9), np.float32)


def similarity(seen: Array, landmarks: Array, sharpness: float) -> Array:
    return np.asarray(np.exp(np.float32(sharpness) * (seen @ landmarks.T - 1)), np.float32)


@dataclass(frozen=True, slots=True)
class AppealModel:
    centre: Array
    scale: Array
    axes: Array
    landmarks: Array
    weights: Array
    sharpness: Array
    offset: Array
    slope: Array

    def scores(self, depths: Array) -> Array:
        """One score per text from `TextEncoder.encode_depths`; 0 is an average headline."""
        seen = Projection(self.centre, self.scale, self.axes)(depths)
        return np.asarray(similarity(seen, self.landmarks, float(self.sharpness)) @ self.weights - self.offset)

    def to_bytes(self) -> bytes:
        """The two large tables in 16 bits; the same model gives the same bytes."""
        large = {"axes", "landmarks"}
        tables = {f.name: np.asarray(getattr(self, f.name), "f2" if f.name in large else "f4") for f in fields(self)}
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **tables)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            tables = {name: np.asarray(stored[name], np.float32) for name in stored.files}
        if {name: table.shape for name, table in tables.items()} != _SHAPES:
            raise _unusable("does not hold the tables that this version reads")
        return cls(**tables)


def _unusable(why: str) -> UnavailableError:
    return UnavailableError(f"The bundled headline-appeal model {why}.", next_step="reinstall geminivideo")


@cache
def load_appeal_model() -> AppealModel:
    """The bundled model: about 1 MB, checked against the hash in its manifest."""
    folder = files(__package__)
    content = (folder / WEIGHTS).read_bytes()
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        raise _unusable("is not the one that was measured")
    return AppealModel.from_bytes(content)
