"""A stack: how much each engine should count, learned from rows that no engine was fitted on.

It replaces the fixed weights only when it is better on rows that it was not learned on either. Shares are never
negative and sum to one, so an engine that hurts gets nothing, and they are pulled towards the fixed ones: engines that
learned the same rows agree so much that their differences are mostly noise.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.ensemble import weighted
from geminivideo.oracle.metrics import sums_by_group
from geminivideo.oracle.model import Weighting
from geminivideo.oracle.schema import Matrix

# How far a share is expected to lie from its fixed value.
_PRIOR_SPREAD = 0.15
# Less than this is nothing: the pull towards the fixed share alone keeps an engine that hurts from exactly 0.
_CRUMB = 0.01
_SIGNIFICANT = 0.05
_LEAST_ROWS_A_HALF = 20
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Decision:
    """`shares` sum to 1. `p_value` is for the claim that learned shares are no better; None when not tested."""

    weighting: Weighting
    shares: Vector
    learned: Vector
    rows: int
    fixed_rmse: float
    learned_rmse: float
    p_value: float | None

    def as_json(self) -> dict[str, Any]:
        return {
            "weighting": self.weighting,
            "rows": self.rows,
            "fixed_rmse": self.fixed_rmse,
            "learned_rmse": self.learned_rmse,
            "p_value": self.p_value,
            "learned_shares": self.learned.tolist(),
        }


def learn_shares(scores: Matrix, actual: Vector, fixed: Vector) -> Vector:
    """The most likely shares when they are spread around the fixed ones and errors are as large as those make them."""
    from scipy.optimize import nnls

    noise = float(((actual - weighted(fixed, scores)) ** 2).mean())
    pull = np.sqrt(noise) / _PRIOR_SPREAD
    # Counts for so much that the sum is one to many digits.
    exact = 1e4 * (np.sqrt((scores**2).sum()) + pull)
    rows = np.vstack([scores, pull * np.eye(len(fixed)), np.full(len(fixed), exact)])
    found = nnls(rows, np.concatenate([actual, pull * fixed, [exact]]))[0]
    kept = np.where(found >= _CRUMB * found.sum(), found, 0.0)
    return np.asarray(kept / kept.sum())


def decide(scores: Matrix, actual: Vector, fixed: Vector, half: Mask, units: npt.NDArray[np.integer]) -> Decision:
    """Fixed or learned shares: learn on one half, judge on the other, both ways; then learn on all rows.

    `scores` is (rows, engines). Rows of one unit belong together and count as one in the test; no unit is in both
    halves.
    """
    fixed = fixed / fixed.sum()
    learned = learn_shares(scores, actual, fixed)
    by_fixed, by_learned = (actual - weighted(fixed, scores)) ** 2, np.zeros(len(actual))
    tested = min(half.sum(), (~half).sum()) >= _LEAST_ROWS_A_HALF
    if tested:
        for judged in (half, ~half):
            shares = learn_shares(scores[~judged], actual[~judged], fixed)
            by_learned[judged] = (actual[judged] - weighted(shares, scores[judged])) ** 2
    better = _p_value(sums_by_group(by_fixed - by_learned, units)) if tested else None
    weighting = Weighting.LEARNED if better is not None and better < _SIGNIFICANT else Weighting.FIXED
    return Decision(
        weighting,
        shares=learned if weighting is Weighting.LEARNED else fixed,
        learned=learned,
        rows=len(actual),
        fixed_rmse=float(np.sqrt(by_fixed.mean())),
        learned_rmse=float(np.sqrt((by_learned if tested else by_fixed).mean())),
        p_value=better,
    )


def _p_value(gains: Vector) -> float:
    """One-sided paired t test of a mean gain above 0."""
    from scipy.special import stdtr

    error = float(gains.std(ddof=1)) / np.sqrt(len(gains))
    if error <= 0:
        return 1.0
    return float(stdtr(len(gains) - 1, -gains.mean() / error))
