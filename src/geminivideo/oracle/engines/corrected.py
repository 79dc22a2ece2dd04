"""An engine as it is served: the line, and the share of the engine's correction that has proved itself."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Engine, Scorer
from geminivideo.oracle.engines.line import Line
from geminivideo.oracle.schema import Matrix

_FILE = "line.safetensors"
# The share before any row is seen, as a mean and a standard deviation.
_EXPECTED, _SPREAD = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Corrected:
    line: Line
    engine: Scorer
    share: float

    def predict(self, x: Matrix) -> Vector:
        return self.line.predict(x) + self.share * self.engine.predict(x)

    def save(self, folder: Path) -> None:
        from safetensors.numpy import save_file

        self.engine.save(folder)
        arrays = {**self.line.arrays(), "share": np.array([self.share])}
        save_file({name: np.ascontiguousarray(value) for name, value in arrays.items()}, folder / _FILE)


def load_corrected(engine: type[Engine], folder: Path) -> Scorer:
    """An engine with its line; models of format 1 have none."""
    from safetensors.numpy import load_file

    own = engine.load(folder)
    if not (folder / _FILE).exists():
        return own
    stored = load_file(folder / _FILE)
    return Corrected(Line.from_arrays(stored), own, float(stored["share"][0]))


def proven_share(correction: Vector, missed: Vector) -> float:
    """How much of a correction to apply, 0 to 1, from rows that it was not learned on.

    `missed` is what the line left over. The least-squares slope of one on the other, weighed by its standard error
    against the half that is expected before any row is seen.
    """
    power = float((correction**2).sum())
    if power <= 0:
        return 0.0
    slope = float((correction * missed).sum()) / power
    variance = float(((missed - slope * correction) ** 2).mean()) / power
    expected = (slope * _SPREAD**2 + _EXPECTED * variance) / (_SPREAD**2 + variance)
    return round(min(max(expected, 0.0), 1.0), 4)
