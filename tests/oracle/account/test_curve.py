import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.oracle.account.curve import curve_of, fit_account
from geminivideo.oracle.account.history import Results
from geminivideo.oracle.curves import CTR_CURVE, ROAS_CURVE, OutcomeCurve
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA


def results(outcomes: np.ndarray) -> Results:
    count = len(outcomes)
    days = np.arange(count)
    x = np.full((count, len(BLUEPRINT_SCHEMA.features)), np.nan)
    return Results(x, np.zeros(count, np.bool_), outcomes, days, days + 3, days)


@pytest.mark.parametrize("true_slope", [0.2, 1.0, 1.3])
def test_level_and_slope_are_found(true_slope: float) -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(50, 15, 2000).clip(0, 100)
    mean = 6 * (1 + true_slope * (ROAS_CURVE.outcome(scores) / 2.4 - 1))
    fit = fit_account(ROAS_CURVE, scores, results(mean * rng.uniform(0.6, 1.4, 2000)), today=3000)
    assert fit.levels.now == pytest.approx(6, rel=0.03)
    assert fit.slope == pytest.approx(true_slope, abs=0.07)


def test_without_scores_the_slope_is_the_priors() -> None:
    fit = fit_account(ROAS_CURVE, np.full(30, 50.0), results(np.full(30, 4.0)), today=100)
    assert fit.slope == 1.0
    curve = curve_of(ROAS_CURVE, fit.levels.now, fit.slope)
    assert curve.outcome(50.0) == pytest.approx(fit.levels.now)
    assert curve.outcome(100.0) == pytest.approx(fit.levels.now * 5.0 / 2.4)


@given(
    prior=st.sampled_from([ROAS_CURVE, CTR_CURVE]),
    level=st.floats(1e-6, 1e6),
    seed=st.integers(0, 1000),
    against=st.booleans(),
)
def test_the_curve_always_rises_and_never_falls_below_nothing(
    prior: OutcomeCurve, level: float, seed: int, against: bool
) -> None:
    """Whatever the ads say: also that the better the score, the worse the ad."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0, 100, 60)
    outcomes = level * (100 - scores if against else scores**2)
    fit = fit_account(prior, scores, results(outcomes), today=100)
    curve = curve_of(prior, fit.levels.now, fit.slope)
    found = curve.outcome(np.linspace(0, 120, 50))
    assert (np.diff(found) > 0).all()
    assert found[0] > 0
    assert np.allclose(curve.score(found), np.linspace(0, 120, 50))
