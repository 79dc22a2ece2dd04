import numpy as np
import pytest

from geminivideo.oracle.account.past_trials import PastTrials
from geminivideo.oracle.trial import SIGNIFICANCE, sign_flip_p_value


def test_a_first_trial_waits_for_nothing_and_the_next_for_news() -> None:
    assert PastTrials().next_trial(seen=0) == 0
    assert PastTrials((60,)).next_trial(seen=0) == 90
    assert PastTrials((60, 300)).next_trial(seen=0) == 400
    assert PastTrials((640,)).next_trial(seen=600) == 670


def test_an_average_that_was_taken_back_stays_away_until_there_is_news() -> None:
    assert PastTrials().next_average == 0
    assert PastTrials(taken_back=12).next_average == 42


def test_the_chances_of_all_trials_together_stay_below_those_of_one() -> None:
    chances = [PastTrials(tuple(range(number))).significance for number in range(1000)]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(SIGNIFICANCE, rel=0.01)
    assert sum(chances) < SIGNIFICANCE


def test_chance_seldom_wins_in_two_hundred_looks() -> None:
    """Challengers that are as good as the champion, looked at every five ads; without the rule they win every third."""
    rng = np.random.default_rng(1)
    patient = impatient = 0
    for _ in range(40):
        gains = rng.normal(size=1060)
        patient += wins(gains, rng)
        impatient += any(sign_flip_p_value(gains[:ads], rng, 199) <= SIGNIFICANCE for ads in range(60, 1060, 40))
    assert impatient >= 8
    assert patient <= 4


def wins(gains: np.ndarray, rng: np.random.Generator) -> bool:
    past = PastTrials()
    for ads in range(60, 1060, 5):
        if ads >= past.next_trial(seen=0):
            if sign_flip_p_value(gains[:ads], rng, 1999) <= past.significance:
                return True
            past = PastTrials((*past.ads, ads))
    return False
