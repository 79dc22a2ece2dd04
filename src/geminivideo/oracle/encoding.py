"""Features as the networks and the error scale see them: standardised, bounded, with a flag for what is missing."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.schema import FeatureSchema, Matrix

Arrays = dict[str, npt.NDArray[np.generic]]

# Beyond four standard deviations an input is an outlier, and a network must not extrapolate along it.
_BOUND = 4.0


@dataclass(frozen=True, slots=True)
class Encoder:
    """Maps rows of features to rows of `width` inputs: one z-score each, then one missing flag per optional feature."""

    logs: npt.NDArray[np.bool_]
    optional: npt.NDArray[np.bool_]
    mean: npt.NDArray[np.float64]
    spread: npt.NDArray[np.float64]

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix) -> Self:
        logs = np.array([feature.log for feature in schema.features])
        optional = np.array([feature.optional for feature in schema.features])
        columns = [_seen(column) for column in _straightened(x, logs).T]
        mean = np.array([column.mean() for column in columns])
        # A constant column carries nothing: it is encoded as zeros.
        spread = np.array([column.std() or 1.0 for column in columns])
        return cls(logs, optional, mean, spread)

    @property
    def width(self) -> int:
        return len(self.mean) + int(self.optional.sum())

    def encode(self, x: Matrix) -> Matrix:
        z = np.clip((_straightened(x, self.logs) - self.mean) / self.spread, -_BOUND, _BOUND)
        missing = np.isnan(x)
        return np.hstack([np.where(missing, 0.0, z), missing[:, self.optional]])

    def arrays(self, prefix: str) -> Arrays:
        return {
            f"{prefix}.logs": self.logs,
            f"{prefix}.optional": self.optional,
            f"{prefix}.mean": self.mean,
            f"{prefix}.spread": self.spread,
        }

    @classmethod
    def from_arrays(cls, stored: Arrays, prefix: str) -> Self:
        logs, optional, mean, spread = (stored[f"{prefix}.{part}"] for part in ("logs", "optional", "mean", "spread"))
        return cls(logs.astype(np.bool_), optional.astype(np.bool_), mean.astype(float), spread.astype(float))


def _straightened(x: Matrix, logs: npt.NDArray[np.bool_]) -> Matrix:
    return np.where(logs, np.log(np.where(logs, x, 1.0)), x)


def _seen(column: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What was measured of a feature; a single zero when nothing ever was."""
    measured = column[~np.isnan(column)]
    return measured if len(measured) else np.zeros(1)
