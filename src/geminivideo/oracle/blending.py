"""From eight engines' held-out answers to one score: how much of each, and how large an error to expect.

Everything here is learned from rows that no engine was fitted on. A blend learned on some of them can be applied to
others, and that is how its own errors are found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.corrected import proven_share
from geminivideo.oracle.ensemble import Weighting, bounded, confidence, weighted
from geminivideo.oracle.error_scale import ErrorScale
from geminivideo.oracle.model import ENGINE_WEIGHTS, EngineName
from geminivideo.oracle.schema import FeatureSchema, Matrix
from geminivideo.oracle.stacking import Decision, decide

Rows = npt.NDArray[np.bool_] | npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the line and each engine's correction (rows, engines) say of rows that they have not seen.

    `units` are the groups of rows that belong together, or numbers of the rows themselves.
    """

    x: Matrix
    actual: Vector
    line: Vector
    corrections: Matrix
    units: npt.NDArray[np.integer]

    def take(self, rows: Rows) -> "HeldOut":
        return HeldOut(self.x[rows], self.actual[rows], self.line[rows], self.corrections[rows], self.units[rows])


@dataclass(frozen=True, slots=True)
class Blend:
    """`kept` is the share of each engine's correction that is applied."""

    names: tuple[EngineName, ...]
    kept: Vector
    confidences: Vector
    decision: Decision
    scale: ErrorScale

    @classmethod
    def learn(
        cls, schema: FeatureSchema, names: Sequence[EngineName], held: HeldOut, rng: np.random.Generator
    ) -> "Blend":
        missed = held.actual - held.line
        kept = np.array([proven_share(column, missed) for column in held.corrections.T])
        scores = _scores(held, kept)
        sure = np.array([confidence(column, held.actual) for column in scores.T])
        fixed = np.array([ENGINE_WEIGHTS[name] for name in names]) * sure
        decision = decide(scores, held.actual, fixed, _half(held.units, rng), held.units)
        score = weighted(decision.shares, scores)
        scale = ErrorScale.fit(schema, held.x, score, np.abs(held.actual - score), held.units)
        return cls(tuple(names), kept, sure, decision, scale)

    @property
    def weights(self) -> Vector:
        """So that weight x confidence gives the decided shares."""
        if self.decision.weighting is Weighting.FIXED:
            return np.array([ENGINE_WEIGHTS[name] for name in self.names])
        weights = self.decision.shares / self.confidences
        return np.asarray(weights / weights.sum())

    def scores(self, held: HeldOut) -> Matrix:
        """(rows, engines)"""
        return _scores(held, self.kept)

    def score(self, engine_scores: Matrix) -> Vector:
        return weighted(self.weights * self.confidences, engine_scores)


def _scores(held: HeldOut, kept: Vector) -> Matrix:
    return bounded(held.line[:, None] + kept * held.corrections)


def _half(units: npt.NDArray[np.integer], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Half of the units, at random."""
    names, unit = np.unique(units, return_inverse=True)
    return np.asarray((rng.permutation(len(names)) % 2 == 0)[unit])
