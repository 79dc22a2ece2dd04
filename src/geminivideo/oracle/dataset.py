"""What a model is trained on: feature rows, the outcome of each, and where they come from."""

import hashlib
import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.curves import OutcomeCurve, Vector
from geminivideo.oracle.model import Evidence
from geminivideo.oracle.schema import FeatureSchema, Matrix

Groups = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Dataset:
    """`x` is rows by features in the schema's order, NaN where not measured; `outcomes` are ROAS or CTR.

    `groups` names what rows have in common, such as their campaign: rows of one group are never on both sides of a
    split. None when rows have nothing in common.
    """

    schema: FeatureSchema
    x: Matrix
    outcomes: Vector
    curve: OutcomeCurve
    evidence: Evidence
    groups: Groups | None = None

    def __post_init__(self) -> None:
        if self.x.shape != (len(self.outcomes), len(self.schema.features)):
            raise InvalidInputError(
                f"{self.x.shape} feature values do not fit {len(self.outcomes)} outcomes of schema {self.schema.name}.",
                next_step="give one row of features per outcome, in the schema's order",
            )
        if self.groups is not None and self.groups.shape != self.outcomes.shape:
            raise InvalidInputError(
                f"{len(self.groups)} groups do not fit {len(self.outcomes)} outcomes.",
                next_step="give one group number per outcome",
            )

    @property
    def scores(self) -> Vector:
        """The outcomes on the score scale, which is what engines learn."""
        return self.curve.score(self.outcomes)

    def take(self, rows: npt.NDArray[np.intp]) -> "Dataset":
        groups = None if self.groups is None else self.groups[rows]
        return Dataset(self.schema, self.x[rows], self.outcomes[rows], self.curve, self.evidence, groups)

    def fingerprint(self) -> str:
        """SHA-256 over schema and values: the same for the same data on any machine."""
        digest = hashlib.sha256(json.dumps(self.schema.as_json(), sort_keys=True).encode())
        for values in (self.x, self.outcomes):
            digest.update(np.ascontiguousarray(values, "<f8").tobytes())
        return digest.hexdigest()
