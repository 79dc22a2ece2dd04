"""Feature schemas: which numbers a model is fed, in which order and range, and under which version.

A model refuses everything that its schema does not describe, and names the field: a silent default would be a
prediction about another ad.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from geminivideo.core.errors import InvalidInputError

Matrix = npt.NDArray[np.float64]
Features = Mapping[str, float | None]
# The next step lists what is expected.
_MOST_TOLD = 5


class FeatureKind(StrEnum):
    BINARY = "binary"
    COUNT = "count"
    REAL = "real"


_TOLD = {
    FeatureKind.BINARY: "a whole number",
    FeatureKind.COUNT: "a whole number",
    FeatureKind.REAL: "a number",
}


@dataclass(frozen=True, slots=True)
class Feature:
    """One number and its range, both ends included. `optional` ones may be None: nobody measured it.

    `log` marks a long-tailed one that networks see as its logarithm.
    """

    name: str
    kind: FeatureKind
    low: float
    high: float
    optional: bool = False
    log: bool = False

    def check(self, value: object, owner: str) -> float:
        """The value as a float, NaN for an optional one that was not measured."""
        if value is None and self.optional:
            return math.nan
        if not isinstance(value, int | float) or (isinstance(value, float) and not math.isfinite(value)):
            raise self._refusal(owner, f"is {'null' if value is None else f'{value!r:.40}'} and must be a number")
        if not self.low <= value <= self.high:
            raise self._refusal(owner, f"is {value!r:.40}, outside {self.low:g} to {self.high:g}")
        if self.kind is not FeatureKind.REAL and value != int(value):
            raise self._refusal(owner, f"is {value:g} and must be a whole number")
        return float(value)

    def _refusal(self, owner: str, why: str) -> InvalidInputError:
        return InvalidInputError(
            f"The feature {self.name} of {owner[:80]!r} {why}.",
            next_step=f"send {self.name} as {_TOLD[self.kind]} from {self.low:g} to {self.high:g}"
            + (", or null when it was not measured" if self.optional else ""),
        )


@dataclass(frozen=True, slots=True)
class FeatureSchema:
    name: str
    version: int
    features: tuple[Feature, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(feature.name for feature in self.features)

    def row(self, features: Features, owner: str, version: int | None = None) -> list[float]:
        """The features in this schema's order; `owner` is whose they are, for the error message.

        Raises:
            InvalidInputError: for another version, an unknown or missing field, or a value out of range.
        """
        self._check_names(features, owner, self.version if version is None else version)
        return [feature.check(features[feature.name], owner) for feature in self.features]

    def matrix(self, columns: Mapping[str, Matrix]) -> Matrix:
        """Columns by name stacked in this schema's order."""
        return np.column_stack([columns[name] for name in self.names]).astype(np.float64)

    def columns(self, matrix: Matrix) -> dict[str, Matrix]:
        return {name: matrix[:, index] for index, name in enumerate(self.names)}

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "version": self.version, "features": [asdict(f) for f in self.features]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        features = (Feature(**{**f, "kind": FeatureKind(f["kind"])}) for f in stored["features"])
        return cls(stored["name"], stored["version"], tuple(features))

    def _check_names(self, features: Features, owner: str, version: int) -> None:
        if version != self.version:
            raise InvalidInputError(
                f"The features of {owner[:80]!r} are {self.name} version {version}; this model reads {self.version}.",
                next_step="compute the features again with the program version that serves this model",
            )
        unknown = [name for name in features if name not in self.names]
        missing = [name for name in self.names if name not in features]
        if unknown or missing:
            fields, what = (unknown, "not known") if unknown else (missing, "missing")
            raise InvalidInputError(
                f"{_named(fields)} of {owner[:80]!r} {'is' if len(fields) == 1 else 'are'} {what}.",
                next_step=f"send exactly these: {', '.join(self.names)}",
            )


def _named(fields: Sequence[str]) -> str:
    told = ", ".join(field[:80] for field in fields[:_MOST_TOLD])
    more = len(fields) - _MOST_TOLD
    return f"The feature{'' if len(fields) == 1 else 's'} {told}" + (f" and {more} more" if more > 0 else "")


def _real(name: str, low: float, high: float, *, log: bool = False) -> Feature:
    return Feature(name, FeatureKind.REAL, low, high, log=log)


def _measured(names: Sequence[str], low: float = 0.0, high: float = 1.0) -> tuple[Feature, ...]:
    return tuple(Feature(name, FeatureKind.REAL, low, high, optional=True) for name in names)


# The rules that compute these are in features.py.
BLUEPRINT_SCHEMA = FeatureSchema(
    "blueprint",
    1,
    (
        _real("hook_effectiveness", 0, 10),
        Feature("has_transformation", FeatureKind.BINARY, 0, 1),
        _real("transformation_believability", 0, 10),
        Feature("num_emotional_triggers", FeatureKind.COUNT, 0, 12),
        _real("cta_strength", 0, 10),
        Feature("scene_count", FeatureKind.COUNT, 1, 120, log=True),
        _real("pacing_speed", 0, 10),
        _real("energy_level", 0, 10),
        Feature("num_winning_patterns_matched", FeatureKind.COUNT, 0, 20),
        Feature("has_voiceover", FeatureKind.BINARY, 0, 1),
        _real("total_duration", 1, 600, log=True),
        _real("text_readability", 0, 100),
    ),
)
# What core.footage_scene.SceneFeatures measures, in its order, and the scene's length.
SCENE_SCHEMA = FeatureSchema(
    "scene",
    1,
    (
        *_measured(
            ("motion", "sharpness", "brightness", "contrast", "colourfulness", "resolution", "novelty", "technical")
        ),
        *_measured(("faces",), high=50),
        *_measured(("face_area",)),
        *_measured(("loudness_lufs",), low=-120, high=20),
        *_measured(("objects", "text", "speech")),
        _real("seconds", 0.01, 600, log=True),
    ),
)
