"""The ensemble's arithmetic."""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geminivideo.core.errors import UnavailableError
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.ensemble import Member, combine, confidence, member_scores
from geminivideo.oracle.model import ENGINE_WEIGHTS, EngineName
from geminivideo.oracle.schema import FeatureSchema, Matrix


class FixedEngine:
    """An engine that has one thing to say; enough for arithmetic."""

    training_libraries: ClassVar[tuple[str, ...]] = ()

    def __init__(self, score: float) -> None:
        self._score = score

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:  # noqa: ARG003
        return cls(float(scores.mean()))

    def predict(self, x: Matrix) -> Vector:
        return np.full(len(x), self._score)

    def save(self, folder: Path) -> None:
        (folder / "score").write_text(str(self._score))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(float((folder / "score").read_text()))


def members(scores: list[float], weights: list[float], confidences: list[float]) -> list[Member]:
    return [
        Member(name, FixedEngine(score), weight, sure)
        for name, score, weight, sure in zip(EngineName, scores, weights, confidences, strict=False)
    ]


def test_weights_are_the_documented_ones() -> None:
    assert list(ENGINE_WEIGHTS.values()) == [0.15, 0.15, 0.12, 0.15, 0.12, 0.12, 0.10, 0.09]
    assert sum(ENGINE_WEIGHTS.values()) == pytest.approx(1)
    assert set(ENGINE_WEIGHTS) == set(EngineName)


def test_by_hand() -> None:
    group = members([80, 40], [0.15, 0.10], [0.6, 0.3])
    scores = member_scores(group, np.zeros((2, 12)))
    assert combine(group, scores).tolist() == [70.0, 70.0]  # (80 x .09 + 40 x .03) / .12


EIGHT = st.lists(st.floats(0, 100), min_size=8, max_size=8)
CONFIDENCES = st.lists(st.floats(0.01, 1), min_size=8, max_size=8)


@settings(deadline=None)
@given(EIGHT, CONFIDENCES, st.floats(0.1, 10))
def test_ensemble_is_a_weighted_mean(scores: list[float], confidences: list[float], factor: float) -> None:
    weights = list(ENGINE_WEIGHTS.values())
    group = members(scores, weights, confidences)
    rounded = member_scores(group, np.zeros((1, 12)))
    found = float(combine(group, rounded)[0])
    shares = [w * c for w, c in zip(weights, confidences, strict=True)]
    assert found == pytest.approx(sum(s * x for s, x in zip(shares, rounded[0], strict=True)) / sum(shares), abs=1e-4)
    assert min(rounded[0]) - 1e-4 <= found <= max(rounded[0]) + 1e-4
    scaled = members(scores, [w * factor for w in weights], confidences)
    assert float(combine(scaled, rounded)[0]) == pytest.approx(found, abs=2e-4)


@settings(deadline=None)
@given(EIGHT, CONFIDENCES, st.integers(0, 7))
def test_leaving_an_engine_out_renormalises(scores: list[float], confidences: list[float], gone: int) -> None:
    group = members(scores, list(ENGINE_WEIGHTS.values()), confidences)
    rest = [member for index, member in enumerate(group) if index != gone]
    equal = member_scores(rest, np.zeros((1, 12)))
    assert equal.min() - 1e-4 <= float(combine(rest, equal)[0]) <= equal.max() + 1e-4


def test_scores_stay_within_the_scale() -> None:
    group = members([130, -20], [0.5, 0.5], [1, 1])
    assert member_scores(group, np.zeros((1, 12))).tolist() == [[100, 0]]


def test_without_any_engine_there_is_an_error_and_no_number() -> None:
    with pytest.raises(UnavailableError, match="engines"):
        member_scores([], np.zeros((1, 12)))


def test_confidence_is_what_is_explained() -> None:
    actual = np.array([10.0, 20, 30, 40])
    assert confidence(actual, actual) == 1
    assert confidence(np.full(4, 25.0), actual) == 0.01
    assert confidence(actual[::-1], actual) == 0.01
    assert confidence(actual + 5, actual) == pytest.approx(1 - 25 / 125)


@settings(deadline=None)
@given(arrays(np.float64, 30, elements=st.floats(0, 100)), st.floats(0.1, 0.9))
def test_less_error_is_never_less_confidence(noise: Vector, share: float) -> None:
    actual = np.linspace(0, 100, 30)
    off = noise - noise.mean()
    assert confidence(actual + share * off, actual) >= confidence(actual + off, actual)
