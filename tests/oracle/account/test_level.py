import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geminivideo.oracle.account.history import Results
from geminivideo.oracle.account.level import Levels, levels, without_extremes

DAYS = np.arange(200)


def levels_of(outcomes: np.ndarray, begins: np.ndarray, today: int, campaigns: np.ndarray | None = None) -> Levels:
    """Of ads that run three days, each a campaign of its own if nothing else is said."""
    numbers = np.arange(len(outcomes)) if campaigns is None else campaigns
    unknown = np.zeros(len(outcomes), np.bool_)
    ads = Results(np.full((len(outcomes), 12), np.nan), unknown, outcomes, begins, begins + 2, numbers)
    return levels(outcomes, ads, believed=2.4, today=today)


def test_a_few_ads_move_the_level_only_as_far_as_the_prior_lets_them() -> None:
    found = levels_of(np.array([8.0, 8.0]), np.zeros(2, np.intp), today=100)
    assert found.now == (8 + 8 + 2 * 2.4) / 4
    many = levels_of(np.full(100, 8.0), np.zeros(100, np.intp), today=100)
    assert 7.8 < many.now < 8


def test_no_ad_is_in_the_level_that_it_is_compared_with() -> None:
    outcomes = np.array([1.0, 2.0, 3.0, 4.0])
    found = levels_of(outcomes, np.zeros(4, np.intp), today=100)
    assert np.allclose(found.then, [(outcomes.sum() - own + 2 * 2.4) / 5 for own in outcomes])


def test_ads_of_one_campaign_do_not_vouch_for_each_other() -> None:
    campaigns = np.arange(40) // 4
    outcomes = np.random.default_rng(1).uniform(1, 9, 10)[campaigns]
    found = levels_of(outcomes, np.zeros(40, np.intp), today=100, campaigns=campaigns)
    for campaign in range(10):
        others = outcomes[campaigns != campaign]
        assert np.allclose(found.then[campaigns == campaign], (others.sum() + 4.8) / 38)
    lone = levels_of(outcomes, np.zeros(40, np.intp), today=100, campaigns=np.zeros(40, np.intp))
    assert lone.known.all()
    assert np.isclose(lone.then[0], (outcomes.sum() - outcomes[0] + 4.8) / 41)


def test_a_level_that_moved_is_followed_and_a_steady_one_keeps_all_its_ads() -> None:
    rng = np.random.default_rng(1)
    luck = np.exp(rng.normal(0, 0.3, 200))
    steady = levels_of(3 * luck, DAYS, today=210)
    assert steady.half_life is None
    assert abs(steady.now - 3 * luck.mean()) < 0.2
    falling = np.where(DAYS < 120, 6.0, 2.0)
    moved = levels_of(falling * luck, DAYS, today=210)
    assert moved.half_life is not None
    assert abs(moved.now - 2) < 0.4


def test_when_the_level_moves_an_ad_is_compared_with_what_was_settled_when_it_began() -> None:
    outcomes = np.where(DAYS < 120, 6.0, 2.0) * np.exp(np.random.default_rng(2).normal(0, 0.2, 200))
    found = levels_of(outcomes, DAYS, today=210)
    changed = levels_of(np.where(DAYS < 150, outcomes, 1.0), DAYS, today=210)
    assert found.half_life == changed.half_life
    before = DAYS <= 158  # what ends on day 152 is settled on day 159
    assert np.allclose(found.then[before], changed.then[before])
    assert not found.known[0]


def test_a_steady_account_far_from_the_prior_is_steady() -> None:
    assert levels_of(np.full(200, 90.0), DAYS, today=210).half_life is None
    assert levels_of(np.full(200, 2.4), DAYS, today=210).half_life is None  # the prior's: no error but that of floats


def test_an_account_that_paused_goes_back_to_its_own_average_and_not_to_the_priors() -> None:
    outcomes = np.where(DAYS < 120, 60.0, 20.0) * np.exp(np.random.default_rng(1).normal(0, 0.3, 200))
    found = levels_of(outcomes, DAYS, today=210 + 365)
    assert found.half_life is not None
    assert 20 < found.now < outcomes.mean()


def test_one_viral_hit_does_not_carry_the_average() -> None:
    outcomes = np.array([2.0, 2.5, 3.0, 2.2, 2.8, 400.0])
    assert without_extremes(outcomes).max() < 5
    assert without_extremes(outcomes)[:5].tolist() == outcomes[:5].tolist()


def test_where_most_ads_return_nothing_the_others_are_kept() -> None:
    outcomes = np.array([0.0] * 8 + [3.0, 4.0])
    assert without_extremes(outcomes).tolist() == outcomes.tolist()


def test_one_wild_return_among_nothing_does_not_carry_the_average() -> None:
    assert without_extremes(np.array([0.0] * 10 + [2.0, 1e6])).tolist() == [0.0] * 10 + [2.0, 20.0]
    assert without_extremes(np.array([0.0] * 10 + [2.0])).tolist() == [0.0] * 10 + [2.0]


@given(arrays(np.float64, st.integers(1, 60), elements=st.floats(0, 1e6)))
def test_any_outcomes_give_a_level_between_them_and_the_prior(outcomes: np.ndarray) -> None:
    days = np.arange(len(outcomes))
    found = levels_of(outcomes, days, today=len(outcomes) + 10)
    assert min(outcomes.min(), 2.4) <= found.now * (1 + 1e-9)
    assert found.now <= max(outcomes.max(), 2.4) * (1 + 1e-9)
    assert (found.then > 0).all()
