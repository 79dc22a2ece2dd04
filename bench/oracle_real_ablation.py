"""What each engine, and how they are weighed, does to the mean absolute error of the ensemble."""

from collections.abc import Callable, Mapping

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.ensemble import Member, combine
from geminivideo.oracle.model import ENGINE_WEIGHTS
from geminivideo.oracle.schema import Matrix
from geminivideo.oracle.trained import TrainedModel

Judge = Callable[[Vector], float]


def ablation(model: TrainedModel, scores: Matrix, judge: Judge) -> dict[str, Mapping[str, float]]:
    """`scores` are (rows, engines); `judge` makes a figure, less being better, of the ensemble's scores."""
    members = model.members
    rest = {member.name.value: [n for n, other in enumerate(members) if other is not member] for member in members}
    return {
        "alone": {member.name.value: judge(column) for member, column in zip(members, scores.T, strict=True)},
        "without": {name: judge(_of(members, scores, kept)) for name, kept in rest.items()},
        "weights": {
            "as trained": judge(combine(members, scores)),
            "fixed": judge(scores @ _shares([ENGINE_WEIGHTS[m.name] * m.confidence for m in members])),
            "equal": judge(scores.mean(axis=1)),
        },
    }


def _of(members: tuple[Member, ...], scores: Matrix, kept: list[int]) -> Vector:
    """An ensemble whose only weight was the one left out has none: then the rest counts equally."""
    if not any(members[n].weight for n in kept):
        return np.asarray(scores[:, kept].mean(axis=1))
    return combine([members[n] for n in kept], scores[:, kept])


def _shares(weights: list[float]) -> Vector:
    return np.array(weights) / sum(weights)
