"""From a score of 0-100 to an outcome and back: increasing, piecewise linear, and defined for every outcome >= 0.

Predictions stay within 0-100. Outcomes do not: an ad may return nothing, or ten times its cost. The last segments
are therefore extended, down to an outcome of 0 and up without end, so that intervals are not cut off at the ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

# Enough to hold any outcome that can be measured; np.interp needs a last knot.
_FAR_SCORE = 1e6


@dataclass(frozen=True, slots=True)
class OutcomeCurve:
    """`knots` are (score, outcome) pairs, both strictly increasing; `decimals` is how an answer is rounded."""

    name: str
    knots: tuple[tuple[float, float], ...]
    decimals: int

    def outcome(self, scores: npt.ArrayLike) -> Vector:
        reached, outcomes = self._extended()
        return np.interp(np.asarray(scores, np.float64), reached, outcomes)

    def score(self, outcomes: npt.ArrayLike) -> Vector:
        """The inverse: the score that stands for an outcome, below 0 or above 100 where the outcome is extreme."""
        scores, reached = self._extended()
        return np.interp(np.asarray(outcomes, np.float64), reached, scores)

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "knots": self.knots, "decimals": self.decimals}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["name"], tuple((score, outcome) for score, outcome in stored["knots"]), stored["decimals"])

    def _extended(self) -> tuple[Vector, Vector]:
        scores, outcomes = (np.array(axis, np.float64) for axis in zip(*self.knots, strict=True))
        first, last = _slope(self.knots[:2]), _slope(self.knots[-2:])
        lowest = scores[0] - outcomes[0] / first
        highest = outcomes[-1] + last * (_FAR_SCORE - scores[-1])
        return np.array([lowest, *scores, _FAR_SCORE]), np.array([0.0, *outcomes, highest])


def _slope(pair: Sequence[tuple[float, float]]) -> float:
    (from_score, from_outcome), (to_score, to_outcome) = pair
    return (to_outcome - from_outcome) / (to_score - from_score)


# The prior for an account without history: 50 stands for the historical average ROAS of 2.4.
ROAS_CURVE = OutcomeCurve("roas", ((0, 0.8), (25, 1.6), (50, 2.4), (75, 3.7), (100, 5.0)), decimals=4)
# 50 stands for the baseline CTR of 2.4%; 75 and 100 are where the bands "high" and "excellent" begin.
CTR_CURVE = OutcomeCurve("ctr", ((0, 0.004), (25, 0.012), (50, 0.024), (75, 0.05), (100, 0.10)), decimals=6)
