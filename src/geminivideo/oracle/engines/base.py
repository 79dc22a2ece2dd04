"""What an engine is, and what it needs from outside."""

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.schema import FeatureSchema, Matrix


@dataclass(frozen=True, slots=True)
class Effort:
    """How long engines train. The defaults are what the product uses; tests of the plumbing take less."""

    rounds: int = 250
    trees: int = 80
    epochs: int = 24


class Scorer(Protocol):
    """What answers. Instances never change, and any number of threads may call `predict`."""

    def predict(self, x: Matrix) -> Vector:
        """One score per row. A row's score does not depend on the other rows of the batch."""
        ...

    def save(self, folder: Path) -> None:
        """Write the engine's files into an existing, empty folder."""
        ...


class Engine(Scorer, Protocol):
    """A fitted engine.

    `training_libraries` are what `fit` imports. To load and to predict takes numpy and safetensors only.
    """

    training_libraries: ClassVar[tuple[str, ...]]

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:
        """Learn scores; the same arguments give the same engine."""
        ...

    @classmethod
    def load(cls, folder: Path) -> Self: ...


def import_problem(libraries: Iterable[str]) -> str | None:
    """Why one of the libraries cannot be used on this machine, or None."""
    for library in libraries:
        try:
            importlib.import_module(library)
        # Native libraries fail in their own ways when a shared object is missing: ImportError, OSError from the
        # dynamic loader, and XGBoost's own error, which is a ValueError.
        except (ImportError, OSError, ValueError) as error:
            return f"{library} cannot be loaded: {error}"
    return None
