"""Intervals keep their promise for any engine and any noise, as long as rows are exchangeable."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.conformal import ConformalIntervals
from geminivideo.oracle.error_scale import ErrorScale
from geminivideo.oracle.prior import roas
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    level=st.sampled_from([0.5, 0.8, 0.9, 0.95]),
    bias=st.floats(-20, 20),
    skewed=st.booleans(),
    rows=st.integers(40, 200),
)
def test_average_coverage_is_at_least_the_level(seed: int, level: float, bias: float, skewed: bool, rows: int) -> None:
    """Over many draws of calibration rows and a new one, whatever the bias, the skew and the scale that was guessed."""
    rng = np.random.default_rng(seed)
    rounds = 1500
    noise = rng.exponential(5, (rounds, rows + 1)) if skewed else rng.normal(0, 5, (rounds, rows + 1))
    scale = rng.uniform(0.5, 3, (rounds, rows + 1))
    inside = 0
    for errors, sizes in zip(noise + bias, scale, strict=True):
        low, high = ConformalIntervals(errors[:-1], sizes[:-1]).bounds(np.zeros(1), sizes[-1:], level)
        inside += bool(low[0] <= errors[-1] <= high[0])
    assert inside / rounds >= level - 4 * np.sqrt(level * (1 - level) / rounds)


@settings(deadline=None)
@given(st.lists(st.floats(-50, 50), min_size=60, max_size=200), st.floats(0, 100), st.floats(0.1, 5))
def test_wider_for_more_and_always_around_the_prediction(errors: list[float], score: float, size: float) -> None:
    intervals = ConformalIntervals(np.array(errors), np.ones(len(errors)))
    bounds = [intervals.bounds(np.array([score]), np.array([size]), level) for level in (0.5, 0.8, 0.95)]
    assert all(low[0] <= score <= high[0] for low, high in bounds)
    widths = [high[0] - low[0] for low, high in bounds]
    assert widths == sorted(widths)


def test_ranks_by_hand() -> None:
    errors = np.arange(-19.0, 20.0)  # 39 of them: 95% needs exactly the smallest and the largest
    low, high = ConformalIntervals(errors, np.ones(39)).bounds(np.array([50.0]), np.array([2.0]), 0.95)
    assert (low[0], high[0]) == (50 - 38, 50 + 38)


def test_too_few_rows_are_refused_with_the_number_needed() -> None:
    with pytest.raises(InvalidInputError, match="38 calibration rows") as refused:
        ConformalIntervals(np.arange(38.0), np.ones(38)).bounds(np.zeros(1), np.ones(1), 0.95)
    assert "39" in refused.value.next_step


def test_error_scale_finds_where_errors_are_large() -> None:
    rng = np.random.default_rng(2)
    x = roas.draw(rng, 6000).x
    truth = roas.noise_spread(x)
    scores = np.full(6000, 50.0)
    scale = ErrorScale.fit(
        BLUEPRINT_SCHEMA, x[:3000], scores[:3000], np.abs(truth * rng.standard_normal(6000))[:3000], np.arange(3000)
    )
    found = scale(x[3000:], scores[3000:])
    assert np.corrcoef(found, truth[3000:])[0, 1] > 0.8
    assert found.mean() == pytest.approx(truth.mean() * np.sqrt(2 / np.pi), rel=0.05)
    again = ErrorScale.from_arrays(scale.arrays())
    assert np.array_equal(again(x, scores), scale(x, scores))


def test_error_scale_of_constant_errors_is_flat() -> None:
    x = roas.draw(np.random.default_rng(2), 500).x
    scores = np.linspace(0, 100, 500)
    found = ErrorScale.fit(BLUEPRINT_SCHEMA, x, scores, np.full(500, 3.0), np.arange(500))(x, scores)
    assert found == pytest.approx(np.full(500, 3.0))


def test_error_scale_stays_constant_where_errors_do_not_depend_on_the_features() -> None:
    """Rows of one campaign share their error; rows left out one by one would make that look like an effect."""
    rng = np.random.default_rng(7)
    campaigns = np.arange(1000) // 25
    x = roas.draw(rng, 1000).x[campaigns * 25] + 1e-3
    errors = rng.exponential(1, 40)[campaigns] * rng.uniform(0.8, 1.2, 1000)
    scale = ErrorScale.fit(BLUEPRINT_SCHEMA, x, np.full(1000, 50.0), errors, campaigns)
    assert np.ptp(scale(x, np.full(1000, 50.0))) < 0.01
    fooled = ErrorScale.fit(BLUEPRINT_SCHEMA, x, np.full(1000, 50.0), errors, np.arange(1000))
    assert np.ptp(fooled(x, np.full(1000, 50.0))) > 0.5


def test_of_few_rows_the_score_alone_says_how_large_errors_are() -> None:
    rng = np.random.default_rng(8)
    data = roas.draw(rng, 2000)
    base = ErrorScale.fit(BLUEPRINT_SCHEMA, data.x, data.scores, rng.exponential(1, 2000), np.arange(2000))
    scores = rng.uniform(20, 80, 200)
    errors = 8 * np.exp(0.3 * (scores - 50) / 10) * np.abs(rng.standard_normal(200))
    scale = base.of_score_alone(scores, errors)
    low, high = scale(data.x[:2], np.array([30.0, 70.0]))
    assert 2 < high / low < 4.5  # in truth e to the power of 1.2
    assert np.ptp(scale(data.x, np.full(2000, 50.0))) == 0
    flat = base.of_score_alone(scores, np.abs(rng.standard_normal(200)))
    assert 0.7 < flat(data.x[:1], np.array([80.0]))[0] / flat(data.x[:1], np.array([50.0]))[0] < 1.4
