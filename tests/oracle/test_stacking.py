"""A stack replaces the fixed weights only when it is better on rows it has not seen."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.ensemble import Weighting
from geminivideo.oracle.metrics import rmse
from geminivideo.oracle.schema import Matrix
from geminivideo.oracle.stacking import Decision, decide, learn_shares

FIXED = np.full(4, 0.25)


def answers(rows: int, noises: list[float], seed: int = 1) -> tuple[Matrix, Vector]:
    """Engines that know the truth up to a noise of their own."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(50, 12, rows)
    return np.column_stack([truth + rng.normal(0, noise, rows) for noise in noises]), truth


def decided(scores: Matrix, actual: Vector, units: npt.NDArray[np.integer] | None = None) -> Decision:
    rows = len(actual)
    numbers = np.arange(rows) if units is None else units
    return decide(scores, actual, FIXED, numbers % 2 == 0, numbers)


def test_a_far_better_engine_gets_nearly_everything() -> None:
    scores, actual = answers(600, [1, 20, 20, 20])
    decision = decided(scores, actual)
    assert decision.weighting is Weighting.LEARNED
    assert decision.shares[0] > 0.9
    assert decision.learned_rmse < 0.5 * decision.fixed_rmse
    assert decision.p_value is not None
    assert decision.p_value < 1e-6


def test_an_engine_that_hurts_gets_nothing() -> None:
    scores, actual = answers(400, [5, 5, 5, 5])
    scores[:, 2] = 30 + scores[:, 2] + np.random.default_rng(2).normal(0, 30, 400)
    decision = decided(scores, actual)
    assert decision.weighting is Weighting.LEARNED
    assert decision.shares[2] == 0
    assert decision.shares.sum() == pytest.approx(1)


def test_equal_engines_keep_the_fixed_shares() -> None:
    scores, actual = answers(300, [8, 8, 8, 8])
    decision = decided(scores, actual)
    assert decision.weighting is Weighting.FIXED
    assert np.array_equal(decision.shares, FIXED)
    assert decision.learned == pytest.approx(FIXED, abs=0.1)


def test_few_rows_stay_near_the_fixed_shares() -> None:
    """The same engines: what six hundred rows prove, thirty do not."""
    few, many = (learn_shares(*answers(rows, [6, 10, 10, 10]), FIXED) for rows in (10, 2000))
    assert np.abs(few - FIXED).max() < np.abs(many - FIXED).max()
    assert many[0] > 0.4


def test_too_few_rows_are_not_tested() -> None:
    decision = decided(*answers(30, [1, 20, 20, 20]))
    assert decision.weighting is Weighting.FIXED
    assert decision.p_value is None


def test_how_often_chance_alone_replaces_the_weights() -> None:
    """One test in twenty at most, up to the noise of counting 300 of them."""
    chosen = sum(decided(*answers(120, [8, 8, 8, 8], seed)).weighting is Weighting.LEARNED for seed in range(300))
    assert chosen / 300 < 0.05 + 2 * np.sqrt(0.05 * 0.95 / 300)


def test_rows_of_one_campaign_count_once() -> None:
    """Each row ten times over is no new evidence."""
    scores, actual = answers(60, [6, 9, 9, 9], seed=4)
    single = decided(scores, actual)
    units = np.repeat(np.arange(60), 10)
    repeated = decided(np.repeat(scores, 10, axis=0), np.repeat(actual, 10), units)
    alone = decided(np.repeat(scores, 10, axis=0), np.repeat(actual, 10))
    assert single.p_value is not None
    assert repeated.p_value is not None
    assert alone.p_value is not None
    assert repeated.p_value > 100 * alone.p_value
    assert single.p_value / 30 < repeated.p_value < 30 * single.p_value


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, 8), st.integers(12, 80))
def test_shares_are_the_best_there_are(seed: int, engines: int, rows: int) -> None:
    """Never negative, summing to one, and no step towards any other mixture lowers what is minimised."""
    rng = np.random.default_rng(seed)
    scores, actual = rng.uniform(0, 100, (rows, engines)), rng.uniform(0, 100, rows)
    fixed = rng.dirichlet(np.ones(engines))
    noise = float(((actual - scores @ fixed) ** 2).mean())

    def cost(shares: Vector) -> float:
        return float(((actual - scores @ shares) ** 2).sum() + noise / 0.15**2 * ((shares - fixed) ** 2).sum())

    found = learn_shares(scores, actual, fixed)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1, abs=1e-9)
    assert ((found == 0) | (found >= 0.01)).all()
    for corner in [*np.eye(engines), fixed]:  # steps larger than what was rounded to nothing
        assert cost(found) <= cost(found + 0.2 * (corner - found)) * (1 + 1e-6)


def test_evidence_is_told() -> None:
    scores, actual = answers(200, [1, 20, 20, 20])
    told = decided(scores, actual).as_json()
    assert told["weighting"] == "learned"
    assert told["rows"] == 200
    assert told["fixed_rmse"] == pytest.approx(rmse(scores @ FIXED, actual), abs=1e-3)
    assert sum(told["learned_shares"]) == pytest.approx(1)
