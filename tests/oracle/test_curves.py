"""Score and outcome: the fixed points, increasing everywhere, and the way back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.oracle.curves import CTR_CURVE, ROAS_CURVE, OutcomeCurve

CURVES = st.sampled_from([ROAS_CURVE, CTR_CURVE])


@pytest.mark.parametrize(("score", "roas"), [(0, 0.8), (25, 1.6), (50, 2.4), (75, 3.7), (100, 5.0), (87.5, 4.35)])
def test_prior_curve_of_the_domain(score: float, roas: float) -> None:
    assert float(ROAS_CURVE.outcome(score)) == pytest.approx(roas)


def test_baseline_ctr_and_its_bands() -> None:
    assert CTR_CURVE.outcome([50, 75, 100]).tolist() == pytest.approx([0.024, 0.05, 0.10])


@settings(deadline=None)
@given(CURVES, st.floats(-20, 1000), st.floats(0.01, 100))
def test_more_score_is_never_less_outcome(curve: OutcomeCurve, score: float, more: float) -> None:
    assert float(curve.outcome(score + more)) >= float(curve.outcome(score)) >= 0
    if float(curve.outcome(score)) > 0:
        assert float(curve.outcome(score + more)) > float(curve.outcome(score))


@settings(deadline=None)
@given(CURVES, st.floats(0, 50))
def test_every_outcome_has_its_score(curve: OutcomeCurve, outcome: float) -> None:
    assert float(curve.outcome(curve.score(outcome))) == pytest.approx(outcome, abs=1e-9)


@settings(deadline=None)
@given(CURVES, st.floats(0, 100))
def test_every_score_comes_back(curve: OutcomeCurve, score: float) -> None:
    assert float(curve.score(curve.outcome(score))) == pytest.approx(score, abs=1e-6)


def test_nothing_returned_is_an_outcome_too() -> None:
    assert float(ROAS_CURVE.score(0.0)) < 0
    assert float(ROAS_CURVE.outcome(-1000)) == 0
