"""A trained model: engines, the curve, and what its intervals are calibrated on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from geminivideo.oracle.conformal import ConformalIntervals
from geminivideo.oracle.curves import OutcomeCurve, Vector
from geminivideo.oracle.ensemble import Member, Weighting, combine, member_scores
from geminivideo.oracle.error_scale import ErrorScale
from geminivideo.oracle.model import COVERAGE, EngineName, EngineScore, Evidence
from geminivideo.oracle.schema import FeatureSchema, Matrix


@dataclass(frozen=True, slots=True)
class Calibration:
    """Actual - predicted score, and the error that was expected, of rows that neither was learned from."""

    errors: Vector
    scale: Vector


@dataclass(frozen=True, slots=True)
class Estimates:
    """Columns of a batch's predictions; `engine_scores` is (rows, engines), the rest one value per row."""

    engine_scores: Matrix
    score: Vector
    outcome: Vector
    lower: Vector
    upper: Vector


@dataclass(frozen=True)
class TrainedModel:
    """`missing` maps an engine that takes no part to the reason; `training` holds what the run was made of."""

    name: str
    schema: FeatureSchema
    curve: OutcomeCurve
    evidence: Evidence
    members: tuple[Member, ...]
    missing: Mapping[EngineName, str]
    error_scale: ErrorScale
    calibration: Calibration
    training: Mapping[str, Any]
    metrics: Mapping[str, Any] = field(default_factory=dict)
    weighting: Weighting = Weighting.FIXED

    @cached_property
    def intervals(self) -> ConformalIntervals:
        return ConformalIntervals(self.calibration.errors, self.calibration.scale)

    def predict(self, x: Matrix, level: float = COVERAGE) -> Estimates:
        """Predictions for rows in the schema's order, with intervals that cover `level`."""
        engine_scores = member_scores(self.members, x)
        score = combine(self.members, engine_scores)
        return Estimates(engine_scores, score, self._outcome(score), *self.bounds(x, score, level))

    def bounds(self, x: Matrix, score: Vector, level: float) -> tuple[Vector, Vector]:
        """Lower and upper outcome of rows whose score is known already."""
        lower, upper = self.intervals.bounds(score, self.error_scale(x, score), level)
        return self._outcome(lower), self._outcome(upper)

    def engine_scores(self, row: Vector) -> tuple[EngineScore, ...]:
        """A row of `Estimates.engine_scores` with what each engine counts for."""
        return tuple(
            EngineScore(member.name, float(score), member.weight, member.confidence)
            for member, score in zip(self.members, row, strict=True)
        )

    def _outcome(self, score: Vector) -> Vector:
        return np.asarray(np.round(self.curve.outcome(score), self.curve.decimals))
