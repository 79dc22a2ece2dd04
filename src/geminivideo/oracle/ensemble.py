"""Several engines' scores as one: sum(score x weight x confidence) / sum(weight x confidence)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geminivideo.core.errors import UnavailableError
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Scorer
from geminivideo.oracle.model import EngineName
from geminivideo.oracle.schema import Matrix

# An engine that explains nothing keeps this little, so that the weights never sum to zero.
_LEAST_CONFIDENCE = 0.01
# Scores are rounded before they are combined: the answer can be recomputed from what it shows, and the last bits, in
# which a matrix product may depend on the size of the batch, are gone.
_DECIMALS = 4


class Weighting(StrEnum):
    """Where the weights come from: the documented ones, or a stack that was better on rows it had not seen."""

    FIXED = "fixed"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Member:
    name: EngineName
    engine: Scorer
    weight: float
    confidence: float


def member_scores(members: Sequence[Member], x: Matrix) -> Matrix:
    """(rows, members), each within 0-100."""
    if not members:
        raise UnavailableError(
            "None of the Oracle's engines could be trained on this machine.",
            next_step="`geminivideo doctor` names the libraries that are missing",
        )
    answers = [member.engine.predict(x) for member in members]
    return bounded(np.column_stack(answers).astype(np.float64))


def bounded(scores: Matrix) -> Matrix:
    return np.asarray(np.round(np.clip(scores, 0.0, 100.0), _DECIMALS), np.float64)


def combine(members: Sequence[Member], scores: Matrix) -> Vector:
    """The ensemble's score per row of `scores` (rows, members)."""
    return weighted(np.array([member.weight * member.confidence for member in members]), scores)


def weighted(shares: Vector, scores: Matrix) -> Vector:
    """The mean of each row, every column counting for its share."""
    # A sum per row instead of a matrix product: its order does not depend on the number of rows.
    return np.asarray(np.round((scores * shares).sum(axis=1) / shares.sum(), _DECIMALS))


def confidence(predicted: Vector, actual: Vector) -> float:
    """An engine's confidence: the share of the variance of held-out scores that it explains (R squared), 0.01 to 1."""
    unexplained = float(((actual - predicted) ** 2).mean() / max(float(actual.var()), 1e-12))
    return round(min(max(1 - unexplained, _LEAST_CONFIDENCE), 1.0), _DECIMALS)
