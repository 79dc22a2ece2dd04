"""What the five tree engines share: the library's own file as proof, flat trees to serve from."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.trees import Forest
from geminivideo.oracle.schema import FeatureSchema, Matrix

_TREES = "trees.safetensors"
_PROBES = 256
# Libraries add up leaves in single precision; a score has four decimals and is rounded after the clip to 0-100.
_TOLERANCE = 1e-3


class TreeEngine(ABC):
    """A fitted tree model. `native` is the content of the library's own file, `native_file` its name."""

    training_libraries: ClassVar[tuple[str, ...]]
    native_file: ClassVar[str]

    def __init__(self, forest: Forest, native: bytes) -> None:
        self._forest = forest
        self._native = native

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:
        model = cls.train(schema, x, scores, seed, effort)
        engine = cls(cls.flatten(model), cls.serialise(model))
        engine.check_against_library(x[:_PROBES])
        return engine

    def predict(self, x: Matrix) -> Vector:
        return self._forest.predict(x)

    def predict_natively(self, x: Matrix) -> Vector:
        """The same scores, by the library from its own file."""
        return np.asarray(self.library_scores(self._native, x), np.float64)

    def check_against_library(self, x: Matrix) -> None:
        """Raise when the flat trees and the library, reading its own file afresh, do not agree."""
        difference = float(np.abs(self.predict_natively(x) - self.predict(x)).max())
        if not difference <= _TOLERANCE:
            raise ProcessingError(
                f"The trees read from {self.native_file} differ from the library's by up to {difference:g} points.",
                next_step="install the pinned version of the library; this one stores its trees differently",
            )

    def save(self, folder: Path) -> None:
        from safetensors.numpy import save_file

        (folder / self.native_file).write_bytes(self._native)
        save_file(self._forest.arrays(), folder / _TREES)

    @classmethod
    def load(cls, folder: Path) -> Self:
        from safetensors.numpy import load_file

        return cls(Forest.from_arrays(load_file(folder / _TREES)), (folder / cls.native_file).read_bytes())

    @classmethod
    @abstractmethod
    def train(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Any:
        """The library's own model."""

    @classmethod
    @abstractmethod
    def flatten(cls, model: Any) -> Forest: ...

    @classmethod
    @abstractmethod
    def serialise(cls, model: Any) -> bytes: ...

    @classmethod
    @abstractmethod
    def library_scores(cls, native: bytes, x: Matrix) -> Any: ...
