"""A challenger wins only when it is better by more than luck, and its intervals keep their promise."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.trial import (
    LEAST_ADS,
    Forecast,
    Trial,
    Verdict,
    least_coverage,
    paired_trial,
    sign_flip_p_value,
)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def returns(count: int, seed: int = 2) -> Vector:
    """ROAS with a long tail, as real ones have."""
    return np.asarray(rng(seed).lognormal(0.5, 0.8, count))


def forecast(actual: Vector, noise: float, seed: int, width: float = 2.5) -> Forecast:
    """Off by `noise` on the scale of the errors, in intervals of `width` times that."""
    centre = np.log1p(actual) + rng(seed).normal(0, noise, len(actual))
    return Forecast(np.expm1(centre), np.expm1(centre - width * noise), np.expm1(centre + width * noise))


def trial(count: int, champion_noise: float, challenger_noise: float, *, width: float = 2.5, seed: int = 3) -> Trial:
    actual = returns(count, seed)
    champion = forecast(actual, champion_noise, seed + 1)
    return paired_trial(actual, champion, forecast(actual, challenger_noise, seed + 2, width), rng())


def test_a_much_better_challenger_wins_and_says_by_how_much() -> None:
    found = trial(200, 0.6, 0.2)
    assert found.won
    assert found.champion_error is not None
    assert found.challenger_error is not None
    assert found.champion_error == pytest.approx(0.6 * np.sqrt(2 / np.pi), rel=0.15)
    assert found.challenger_error == pytest.approx(0.2 * np.sqrt(2 / np.pi), rel=0.15)
    assert found.p_value == 1 / 10_000
    assert f"{1 - found.challenger_error / found.champion_error:.1%} smaller" in found.words


@pytest.mark.parametrize("challenger_noise", [0.4, 0.8])
def test_an_equal_or_worse_one_is_kept_out(challenger_noise: float) -> None:
    found = trial(200, 0.4, challenger_noise)
    assert (found.verdict, found.won) == (Verdict.KEEP, False)
    assert "not shown to be better" in found.words


def test_one_that_is_no_better_seldom_wins() -> None:
    """300 trials of equals: a share of 5% and its spread."""
    p_values = []
    for seed in range(300):
        gains = rng(seed).standard_t(2, 40)
        p_values.append(sign_flip_p_value(gains, rng(seed + 1), flips=499))
    assert 0.02 < np.mean(np.array(p_values) <= 0.05) < 0.085
    assert np.quantile(p_values, 0.5) == pytest.approx(0.5, abs=0.1)


def test_p_value_agrees_with_the_t_test_where_that_holds() -> None:
    gains = rng(5).normal(0.15, 1, 200)
    expected = ttest_1samp(gains, 0, alternative="greater").pvalue
    assert sign_flip_p_value(gains, rng()) == pytest.approx(expected, abs=0.01)


def test_p_value_is_exact_where_it_can_be_counted() -> None:
    assert sign_flip_p_value(np.array([1.0, 2.0, 4.0]), rng()) == pytest.approx(1 / 8, abs=0.02)
    assert sign_flip_p_value(np.zeros(40), rng()) == 1.0
    assert sign_flip_p_value(np.full(4, 0.1), rng()) == pytest.approx(1 / 16, abs=0.02)


def test_thousands_of_ads_are_flipped_in_parts_without_changing_the_answer() -> None:
    gains = rng(6).normal(0.02, 1, 5000)
    assert sign_flip_p_value(gains, rng(), flips=999) == pytest.approx(
        ttest_1samp(gains, 0, alternative="greater").pvalue, abs=0.04
    )


def test_intervals_that_hold_too_few_lose_a_won_comparison() -> None:
    found = trial(200, 0.6, 0.2, width=1.0)
    assert not found.won
    assert found.challenger_coverage is not None
    assert found.challenger_coverage < 0.8
    assert "intervals hold only" in found.words


def test_a_champion_that_covers_even_less_sets_the_bound() -> None:
    """A prior that is off for an account must not stay because its successor's intervals are a little narrow."""
    actual = returns(200)
    off = forecast(actual, 0.2, 4)
    champion = Forecast(off.predicted + 3, off.lower + 3, off.upper + 3)
    found = paired_trial(actual, champion, forecast(actual, 0.2, 5, width=1.3), rng())
    assert found.champion_coverage == found.least_coverage
    assert found.challenger_coverage is not None
    assert found.challenger_coverage < least_coverage(200)
    assert found.won


@pytest.mark.parametrize("ads", [30, 100, 1000])
def test_honest_intervals_seldom_miss_the_bound(ads: int) -> None:
    covered = rng(7).binomial(ads, 0.95, 20_000) / ads
    assert np.mean(covered < least_coverage(ads)) <= 0.0125
    assert np.mean(rng(8).binomial(ads, 0.75, 20_000) / ads < least_coverage(ads)) > 0.7


@pytest.mark.parametrize("count", [0, LEAST_ADS - 1])
def test_too_few_ads_decide_nothing(count: int) -> None:
    found = trial(count, 0.6, 0.01)
    assert (found.won, found.ads, found.p_value, found.challenger_error) == (False, count, None, None)
    assert f"only {count} matured ads" in found.words


def test_least_number_of_ads_is_enough_for_a_clear_case() -> None:
    assert trial(LEAST_ADS, 0.8, 0.1).won


def test_one_runaway_ad_decides_nothing() -> None:
    actual = np.full(40, 2.0)
    actual[0] = 60.0
    wide = np.zeros(40), np.full(40, 99.0)
    steady = Forecast(np.full(40, 2.0), *wide)
    lucky = Forecast(np.full(40, 2.1), *wide)
    lucky.predicted[0] = 55.0
    assert np.abs(actual - lucky.predicted).mean() < np.abs(actual - steady.predicted).mean()
    assert not paired_trial(actual, steady, lucky, rng()).won


def test_ads_of_one_campaign_share_their_luck() -> None:
    """Forty ads of two campaigns, one of which the challenger happens to suit, are two observations."""
    actual = returns(40)
    champion, challenger = forecast(actual, 0.5, 13), forecast(actual, 0.2, 14)
    alone = paired_trial(actual, champion, challenger, rng())
    campaigns = paired_trial(actual, champion, challenger, rng(), ["a"] * 20 + ["b"] * 20)
    many = paired_trial(actual, champion, challenger, rng(), [f"campaign_{ad // 2}" for ad in range(40)])
    assert (alone.won, campaigns.won, many.won) == (True, False, True)
    assert campaigns.p_value == pytest.approx(1 / 4, abs=0.02)
    assert (alone.champion_error, alone.challenger_coverage) == (campaigns.champion_error, many.challenger_coverage)


def test_order_of_the_ads_does_not_matter_and_a_trial_can_be_stored() -> None:
    actual = returns(60)
    order = rng(9).permutation(60)
    one = forecast(actual, 0.5, 10)
    mixed = Forecast(one.predicted[order], one.lower[order], one.upper[order])
    same = paired_trial(actual, one, one, rng())
    assert asdict(paired_trial(actual[order], mixed, mixed, rng()))["champion_error"] == pytest.approx(
        same.champion_error
    )
    assert same.p_value == 1.0


def test_what_cannot_be_compared_is_refused() -> None:
    actual = returns(40)
    good = forecast(actual, 0.5, 11)
    with pytest.raises(ValueError, match="not of the same ads"):
        paired_trial(actual, good, forecast(actual[:39], 0.5, 12), rng())
    with pytest.raises(ValueError, match="no finite number"):
        paired_trial(actual, good, replace(good, predicted=np.full(40, np.nan)), rng())
    with pytest.raises(ValueError, match="negative"):
        paired_trial(-actual, good, good, rng())
    below_zero = replace(good, predicted=np.full(40, -5.0), lower=np.full(40, -9.0))
    assert paired_trial(actual, below_zero, good, rng()).won


def test_ads_of_one_campaign_are_one_piece_of_evidence() -> None:
    """Sixty ads on which the challenger is better, but all of it in one lucky campaign of three."""
    actual = np.full(60, 3.0)
    champion = Forecast(np.full(60, 2.0), np.zeros(60), np.full(60, 9.0))
    challenger = Forecast(np.full(60, 3.0), np.zeros(60), np.full(60, 9.0))
    assert paired_trial(actual, champion, challenger, rng()).won
    kept = paired_trial(actual, champion, challenger, rng(), groups=np.arange(60) // 20)
    assert not kept.won
    assert kept.p_value is not None
    assert kept.p_value > 0.1
    assert paired_trial(actual, champion, challenger, rng(), groups=np.arange(60) // 6).won


def test_a_model_that_says_too_little_does_not_win_against_one_that_forecasts_the_mean() -> None:
    """The middle ad returns 16% less than the mean: without bringing forecasts down to it, 0.85 would win."""
    actual = np.exp(np.random.default_rng(5).normal(-0.18, 0.6, 1000)) * 2.4

    def saying(roas: float) -> Forecast:
        return Forecast(np.full(1000, roas), np.zeros(1000), np.full(1000, 99.0))

    assert not paired_trial(actual, saying(2.4), saying(0.85 * 2.4), rng()).won
    assert paired_trial(actual, saying(0.85 * 2.4), saying(2.4), rng()).won


def test_where_the_middle_ad_returns_nothing_forecasts_are_compared_as_they_are() -> None:
    actual = np.where(np.arange(100) % 4, 0.0, 4.0)
    near, far = (Forecast(np.full(100, roas), np.zeros(100), np.full(100, 99.0)) for roas in (1.0, 2.4))
    assert paired_trial(actual, far, near, rng()).won
