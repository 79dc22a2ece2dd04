"""What each engine adds: the ensemble's error without it, its own error alone, and other ways to weight."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.ensemble import Member, weighted
from geminivideo.oracle.metrics import rmse
from geminivideo.oracle.model import ENGINE_WEIGHTS
from geminivideo.oracle.schema import Matrix


def ablation(scores: Matrix, actual: Vector, members: Sequence[Member]) -> dict[str, Any]:
    """RMSE in score points; `scores` is (rows, members). An engine that is missed makes `without` larger than `all`."""
    used, fixed = (np.array([weight(m) * m.confidence for m in members]) for weight in (_used, _fixed))
    return {
        "all": _error(used, scores, actual),
        "fixed_weights": _error(fixed, scores, actual),
        "equal_weights": _error(np.ones(len(members)), scores, actual),
        "without": {m.name: _without(n, used, scores, actual) for n, m in enumerate(members)},
        "alone": {m.name: rmse(scores[:, n], actual) for n, m in enumerate(members)},
    }


def _used(member: Member) -> float:
    return member.weight


def _fixed(member: Member) -> float:
    return ENGINE_WEIGHTS[member.name]


def _without(number: int, shares: Vector, scores: Matrix, actual: Vector) -> float | None:
    """None when nothing is left that counts."""
    rest = shares * (np.arange(len(shares)) != number)
    return _error(rest, scores, actual) if rest.sum() > 0 else None


def _error(shares: Vector, scores: Matrix, actual: Vector) -> float:
    return rmse(weighted(shares, scores), actual)
