"""Weights learned from outcomes, on accounts of which the truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from geminivideo.creative.council.calibration import LEAST_ADS, LEAST_CAMPAIGNS, calibrate
from geminivideo.creative.council.click_rates import LEAST_IMPRESSIONS, MeasuredAd, comparable, moments
from geminivideo.creative.model import MEMBER_WEIGHTS, CouncilWeights, Member, WeightBasis
from tests.creative.accounts import account, without

DEEPCTR_ALONE = {Member.DEEPCTR: 0.5}


def learned(weights: CouncilWeights) -> bool:
    assert sum(weights.weights.values()) == pytest.approx(1, abs=0.001)
    assert (weights.basis is WeightBasis.ACCOUNT) is (weights.weights != MEMBER_WEIGHTS)
    return weights.basis is WeightBasis.ACCOUNT


def test_scores_that_say_nothing_leave_the_fixed_weights() -> None:
    adopted = [learned(calibrate(account(seed, campaigns=12, ads=8))) for seed in range(40)]
    assert sum(adopted) <= 2, "one in a hundred is what the test allows chance"


def test_fixed_weights_that_are_right_stay() -> None:
    true = {member: 0.7 * weight for member, weight in MEMBER_WEIGHTS.items()}
    adopted = [learned(calibrate(account(seed, campaigns=12, ads=8, effects=true))) for seed in range(20)]
    assert sum(adopted) <= 2


def test_the_one_member_that_knows_is_found_with_enough_ads() -> None:
    many = [calibrate(account(seed, campaigns=40, ads=10, effects=DEEPCTR_ALONE)) for seed in range(6)]
    assert all(learned(weights) for weights in many)
    for weights in many:
        assert weights.weights[Member.DEEPCTR] > 0.7
        assert weights.gain is not None
        assert weights.gain_interval is not None
        assert 0 < weights.gain_interval[0] <= weights.gain <= weights.gain_interval[1]
        best = max(Member, key=lambda member: weights.correlations[member] or 0)
        assert best is Member.DEEPCTR
        assert (weights.ads, weights.campaigns) == (400, 40)


def test_the_same_ads_find_it_more_often_the_more_there_are() -> None:
    found = {
        campaigns: sum(
            learned(calibrate(account(seed, campaigns=campaigns, ads=10, effects=DEEPCTR_ALONE))) for seed in range(10)
        )
        for campaigns in (6, 25)
    }
    assert found[6] < found[25]
    assert found[25] >= 8


@pytest.mark.parametrize(
    ("campaigns", "ads"), [(0, 0), (1, 200), (LEAST_CAMPAIGNS - 1, 40), (LEAST_CAMPAIGNS, LEAST_ADS // 10)]
)
def test_too_little_is_said_and_teaches_nothing(campaigns: int, ads: int) -> None:
    weights = calibrate(account(3, campaigns=campaigns, ads=ads, effects={Member.GPT: 0.9}))
    assert not learned(weights)
    assert (weights.ads, weights.campaigns, weights.gain) == (campaigns * ads, campaigns, None)
    assert f"learning needs {LEAST_ADS} in {LEAST_CAMPAIGNS}" in weights.reason


@pytest.mark.parametrize("clicks", [0, 10, LEAST_IMPRESSIONS])
def test_ads_that_were_all_clicked_equally_often_teach_nothing(clicks: int) -> None:
    seen = account(2, campaigns=LEAST_CAMPAIGNS, ads=10)
    weights = calibrate([replace(ad, impressions=LEAST_IMPRESSIONS, clicks=clicks) for ad in seen])
    assert not learned(weights)
    assert (weights.ads, weights.gain, weights.correlations) == (60, None, {})
    assert "clicked equally often" in weights.reason


def test_counts_that_no_ad_ever_had_break_nothing() -> None:
    ads = account(2, campaigns=30, ads=2)
    absurd = [replace(ad, impressions=2**62 - 1, clicks=2**61) if at % 2 else ad for at, ad in enumerate(ads)]
    assert not learned(calibrate(absurd))


def test_ads_that_hardly_ran_do_not_count() -> None:
    ads = [replace(ad, impressions=LEAST_IMPRESSIONS - 1, clicks=3) for ad in account(1, campaigns=10, ads=10)]
    assert calibrate(ads).ads == 0


def test_an_ad_alone_in_its_campaign_is_compared_with_nothing() -> None:
    ads = [replace(ad, campaign_id=f"campaign_{at}") for at, ad in enumerate(account(1, campaigns=10, ads=10))]
    assert calibrate(ads).ads == 0


def test_the_same_outcomes_teach_the_same_in_any_order() -> None:
    ads = account(5, campaigns=20, ads=10, effects=DEEPCTR_ALONE)
    shuffled = [ads[at] for at in np.random.default_rng(1).permutation(len(ads))]
    one, again = calibrate(ads), calibrate(ads)
    assert one == again
    assert calibrate(shuffled).basis is one.basis


def test_levels_and_drifts_between_campaigns_cancel_out() -> None:
    """One campaign's scores are all higher, and its audience clicks twice as much: that says nothing of a member."""
    ads = account(8, campaigns=20, ads=10)
    drifted = [drifting(ad, int(ad.campaign_id.split("_")[1])) for ad in ads]
    steady, moved = (moments(comparable(each)) for each in (ads, drifted))
    for before, after in zip(steady, moved, strict=True):
        assert np.allclose(before.cross, after.cross, rtol=0.5, atol=before.outcome)
    assert not learned(calibrate(drifted))


def drifting(ad: MeasuredAd, campaign: int) -> MeasuredAd:
    """Scores fall by a point a campaign, and click rates rise by a twentieth."""
    return replace(
        ad,
        scores={member: max(0.0, score - campaign) for member, score in ad.scores.items()},
        clicks=min(ad.impressions, int(ad.clicks * 1.05**campaign)),
    )


def test_members_that_say_the_same_share_what_they_know() -> None:
    ads = account(2, campaigns=40, ads=10, effects={Member.GPT: 0.6})
    twins = [replace(ad, scores={**ad.scores, Member.DEEPCTR: ad.scores[Member.GPT]}) for ad in ads]
    weights = calibrate(twins)
    assert learned(weights)
    gpt, deepctr = weights.weights[Member.GPT], weights.weights[Member.DEEPCTR]
    assert gpt + deepctr > 0.65
    assert gpt > deepctr > 0.2, "the one that weighs more by the fixed weights has more of it"


def test_members_that_all_say_the_same_keep_their_weights() -> None:
    ads = account(2, campaigns=20, ads=10, effects={Member.GEMINI: 0.6})
    same = [replace(ad, scores=dict.fromkeys(Member, ad.scores[Member.GEMINI])) for ad in ads]
    assert not learned(calibrate(same))


def test_scores_that_never_differ_break_nothing() -> None:
    flat = [replace(ad, scores=dict.fromkeys(Member, 90.0)) for ad in account(4, campaigns=10, ads=10)]
    weights = calibrate(flat)
    assert not learned(weights)
    assert weights.gain == 0
    assert set(weights.correlations.values()) == {None}


def test_clicks_that_never_come_break_nothing() -> None:
    assert not learned(calibrate([replace(ad, clicks=0) for ad in account(4, campaigns=10, ads=10)]))


def test_a_member_that_never_judged_keeps_its_share() -> None:
    ads = without(account(6, campaigns=40, ads=10, effects=DEEPCTR_ALONE), Member.GEMINI)
    weights = calibrate(ads)
    assert learned(weights)
    assert weights.weights[Member.GEMINI] == pytest.approx(MEMBER_WEIGHTS[Member.GEMINI], abs=0.05)
    assert weights.correlations[Member.GEMINI] is None


def test_a_member_that_was_often_away_is_judged_by_what_it_said() -> None:
    weights = calibrate(without(account(6, campaigns=40, ads=10, effects=DEEPCTR_ALONE), Member.DEEPCTR, every=3))
    assert learned(weights)
    assert weights.weights[Member.DEEPCTR] > 0.5


def test_no_member_loses_its_voice() -> None:
    weights = calibrate(account(7, campaigns=60, ads=10, effects={Member.GPT: 0.8}))
    assert learned(weights)
    assert min(weights.weights.values()) >= 0.009


def test_a_member_that_errs_is_not_turned_around() -> None:
    """What clicks least scores highest: its weight goes to the least there is, never below."""
    weights = calibrate(account(9, campaigns=40, ads=10, effects={Member.GEMINI: -0.6, Member.DEEPCTR: 0.5}))
    assert learned(weights)
    assert weights.weights[Member.GEMINI] == pytest.approx(0.01, abs=0.002)
    assert (weights.correlations[Member.GEMINI] or 0) < 0


def test_one_ad_that_everybody_saw_is_one_ad() -> None:
    ads = account(10, campaigns=12, ads=8)
    loud = [replace(ads[0], impressions=50_000_000, clicks=5_000_000), *ads[1:]]
    assert not learned(calibrate(loud))
