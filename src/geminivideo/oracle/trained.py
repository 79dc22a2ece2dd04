"""A trained model: engines, the curve, and what its intervals are calibrated on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from geminivideo.oracle.conformal import ConformalIntervals
from geminivideo.oracle.curves import OutcomeCurve, Vector
from geminivideo.oracle.ensemble import Member, combine, member_scores
from geminivideo.oracle.error_scale import ErrorScale
from geminivideo.oracle.model import COVERAGE, EngineName, EngineScore, Evidence
from geminivideo.oracle.schema import FeatureSchema, Matrix


@dataclass(frozen=True, slots=True)
class Calibration:
    """Rows that no engine has seen: each engine's score (rows, engines), the actual score, the expected error.

    The engines' own scores are kept, so that a machine that lacks one can calibrate the rest for themselves.
    """

    engine_scores: Matrix
    actual: Vector
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

    @cached_property
    def intervals(self) -> ConformalIntervals:
        predicted = combine(self.members, self.calibration.engine_scores)
        return ConformalIntervals(self.calibration.actual - predicted, self.calibration.scale)

    def predict(self, x: Matrix, level: float = COVERAGE) -> Estimates:
        """Predictions for rows in the schema's order, with intervals that cover `level`."""
        engine_scores = member_scores(self.members, x)
        score = combine(self.members, engine_scores)
        lower, upper = self.intervals.bounds(score, self.error_scale(x), level)
        return Estimates(
            engine_scores, score, *(self._rounded(self.curve.outcome(value)) for value in (score, lower, upper))
        )

    def engine_scores(self, row: Vector) -> tuple[EngineScore, ...]:
        """A row of `Estimates.engine_scores` with what each engine counts for."""
        return tuple(
            EngineScore(member.name, float(score), member.weight, member.confidence)
            for member, score in zip(self.members, row, strict=True)
        )

    def without(self, missing: Mapping[EngineName, str]) -> Self:
        """The same model without some engines: weights renormalised, intervals calibrated for those that are left."""
        kept = [index for index, member in enumerate(self.members) if member.name not in missing]
        return replace(
            self,
            members=tuple(self.members[index] for index in kept),
            missing={**self.missing, **missing},
            calibration=replace(self.calibration, engine_scores=self.calibration.engine_scores[:, kept]),
        )

    def _rounded(self, outcomes: Vector) -> Vector:
        return np.asarray(np.round(outcomes, self.curve.decimals))
