"""The figures by which models are judged, by hand and against the libraries that everybody uses."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.oracle import metrics

PREDICTED, ACTUAL = np.array([1.0, 2.0, 4.0, 4.0]), np.array([1.0, 4.0, 3.0, 8.0])
CLICKED = np.array([0.0, 1.0, 0.0, 1.0])


def test_point_errors_by_hand() -> None:
    assert metrics.rmse(PREDICTED, ACTUAL) == pytest.approx(np.sqrt((0 + 4 + 1 + 16) / 4))
    assert metrics.mae(PREDICTED, ACTUAL) == pytest.approx(7 / 4)
    assert metrics.pinball(PREDICTED, ACTUAL, 0.9) == pytest.approx((0.9 * 2 + 0.1 * 1 + 0.9 * 4) / 4)
    assert metrics.pinball(PREDICTED, ACTUAL, 0.5) == pytest.approx(metrics.mae(PREDICTED, ACTUAL) / 2)


def test_intervals_by_hand() -> None:
    lower, upper = np.array([0.0, 0.0, 5.0, 8.0]), np.array([1.0, 2.0, 6.0, 9.0])
    assert metrics.coverage(lower, upper, ACTUAL) == 0.5
    assert metrics.inside(lower, upper, ACTUAL).tolist() == [True, False, False, True]
    assert metrics.width(lower, upper) == 1.25
    assert metrics.interval_score(lower, upper, ACTUAL, 0.9) == pytest.approx((5 + 20 * 2 + 20 * 2) / 4)


def test_the_right_quantiles_have_the_smallest_losses() -> None:
    drawn = np.random.default_rng(1).normal(0, 1, 20_000)
    tried = np.linspace(-2.5, 2.5, 51)
    best = [tried[np.argmin([metrics.pinball(np.full(1, q), drawn, level) for q in tried])] for level in (0.05, 0.95)]
    assert best == pytest.approx([-1.645, 1.645], abs=0.11)
    ends = (np.full(1, end) for end in (1.2, 1.645, 2.2))
    costs = [metrics.interval_score(-end, end, drawn, 0.90) for end in ends]
    assert costs[1] == min(costs)


def test_what_ranks_nothing() -> None:
    assert metrics.spearman(np.ones(4), ACTUAL) == 0
    assert metrics.auc(np.ones(4), CLICKED) == 0.5
    assert metrics.auc(PREDICTED, np.ones(4)) == 0.5
    assert metrics.auc(PREDICTED, np.zeros(4)) == 0.5


def test_a_sure_forecast_that_is_wrong_costs_much_but_not_infinitely() -> None:
    assert 10 < metrics.log_loss(np.ones(1), np.zeros(1)) < 20
    assert metrics.log_loss(np.full(4, 0.5), CLICKED) == pytest.approx(np.log(2))


ROUNDED = st.lists(st.integers(0, 6), min_size=5, max_size=60)  # few values, so many ties


@settings(deadline=None)
@given(ROUNDED, st.randoms(use_true_random=False))
def test_agrees_with_scipy_and_sklearn(values: list[int], random: Random) -> None:
    from scipy.stats import spearmanr
    from sklearn.metrics import log_loss, roc_auc_score

    predicted = np.array(values, np.float64)
    actual = np.array([random.randint(0, 6) for _ in values], np.float64)
    clicked = (actual > 2).astype(np.float64)
    if np.ptp(predicted) and np.ptp(actual):
        assert metrics.spearman(predicted, actual) == pytest.approx(spearmanr(predicted, actual)[0], abs=1e-12)
    if 0 < clicked.mean() < 1:
        probability = (predicted + 1) / 8
        assert metrics.auc(predicted, clicked) == pytest.approx(roc_auc_score(clicked, predicted), abs=1e-12)
        assert metrics.log_loss(probability, clicked) == pytest.approx(log_loss(clicked, probability), abs=1e-12)
