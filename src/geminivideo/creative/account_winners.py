"""Winners among an account's own ads: those that were surely clicked more than its average, and did not sell less."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv
from sqlalchemy.orm import Session

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative import store
from geminivideo.creative.council.click_rates import LEAST_IMPRESSIONS
from geminivideo.creative.model import Brief
from geminivideo.creative.outcomes.measured import MeasuredBlueprint, measured_blueprints
from geminivideo.creative.winners import Winner

Array = npt.NDArray[np.float64]

_LEAST_ADS = 5
# An ad is a winner when its click rate is above the account's with this probability.
_CONFIDENCE = 0.9
# How much an ad's rate is drawn to the account's where ads differ no more than chance lets them.
_MOST_PRIOR_IMPRESSIONS = 1e6


@dataclass(frozen=True, slots=True)
class _Proven:
    winner: Winner
    about: str
    lower_bound: float


class AccountWinners:
    """What an account's winners were when this was opened; needs no database any more."""

    def __init__(self, proven: Sequence[_Proven], encoder: TextEncoder) -> None:
        self._proven = tuple(proven)
        self._encoder = encoder

    @classmethod
    def open(cls, session: Session, account_id: str, encoder: TextEncoder) -> Self:
        ads = [ad for ad in measured_blueprints(session, account_id) if ad.totals.impressions >= LEAST_IMPRESSIONS]
        briefs = {one: store.get_campaign(session, one).brief for one in {ad.campaign_id for ad in ads}}
        return cls([_proven(ad, bound, ads, briefs[ad.campaign_id]) for ad, bound in winning(ads)], encoder)

    def similar(self, brief: Brief, count: int) -> Sequence[Winner]:
        """By meaning of brief and angle; of ads with the same hook only the one that is surest."""
        different = {one.winner.hook_text: one for one in sorted(self._proven, key=lambda one: one.lower_bound)}
        candidates = list(different.values())
        if not candidates:
            return ()
        asked, *others = self._encoder.encode([_about(brief), *(one.about for one in candidates)])
        nearness = [float(asked @ other) for other in others]
        order = sorted(range(len(candidates)), key=lambda at: (-nearness[at], -candidates[at].lower_bound))
        return [candidates[at].winner for at in order[:count]]


def winning(ads: Sequence[MeasuredBlueprint]) -> list[tuple[MeasuredBlueprint, float]]:
    """Each with the lower bound of its click rate; none as long as there are too few ads to tell what is usual."""
    if len(ads) < _LEAST_ADS:
        return []
    impressions = np.array([ad.totals.impressions for ad in ads], float)
    clicks = np.array([ad.totals.clicks for ad in ads], float)
    mean = clicks.sum() / impressions.sum()
    bounds = lower_bounds(clicks, impressions)
    return [(ad, float(bound)) for ad, bound in zip(ads, bounds, strict=True) if bound > mean and _sells(ad, ads)]


def lower_bounds(clicks: Array, impressions: Array) -> Array:
    """Of click rates, under a beta prior that the ads themselves give (empirical Bayes by moments)."""
    mean = clicks.sum() / impressions.sum()
    if not 0 < mean < 1:
        return np.zeros_like(clicks)
    strength = _prior_impressions(clicks, impressions, float(mean))
    first, second = mean * strength + clicks, (1 - mean) * strength + impressions - clicks
    return np.asarray(betaincinv(first, second, 1 - _CONFIDENCE))


def _prior_impressions(clicks: Array, impressions: Array, mean: float) -> float:
    """From the variance of rates beyond chance: the more ads differ, the less each is drawn to their mean."""
    chance = mean * (1 - mean)
    total, count = impressions.sum(), len(impressions)
    spread = float((impressions * (clicks / impressions - mean) ** 2).sum())
    between = (spread - chance * (count - 1)) / float(total - (impressions**2).sum() / total)
    return (
        float(np.clip(chance / between - 1, 1.0, _MOST_PRIOR_IMPRESSIONS)) if between > 0 else _MOST_PRIOR_IMPRESSIONS
    )


def _sells(ad: MeasuredBlueprint, ads: Sequence[MeasuredBlueprint]) -> bool:
    """An ad that is clicked much and sells less than the account's usual is no winner. Its ROAS is drawn to the usual
    one as if the account's mean spend had been made at that.
    """
    spend = sum(one.totals.spend.minor for one in ads)
    revenue = sum(one.totals.revenue.minor for one in ads)
    if not spend or not revenue:
        return True
    usual, weight = revenue / spend, spend / len(ads)
    return (ad.totals.revenue.minor + weight * usual) / (ad.totals.spend.minor + weight) >= usual


def _proven(ad: MeasuredBlueprint, bound: float, ads: Sequence[MeasuredBlueprint], brief: Brief) -> _Proven:
    blueprint, total = ad.record.blueprint, ad.totals
    usual = sum(one.totals.clicks for one in ads) / sum(one.totals.impressions for one in ads)
    returned = f", ROAS {total.roas:.2f}" if total.roas is not None else ""
    rate = total.clicks / total.impressions
    reached = (
        f"click rate {rate:.2%} of {total.impressions:,} impressions (account: {usual:.2%}), "
        f"surely above {bound:.2%}{returned}"
    )
    kind, structure = (name.value.replace("_", " ") for name in (blueprint.hook.type, blueprint.structure))
    pattern = f"{kind} hook, {structure}, {blueprint.total_seconds:.0f} s"
    winner = Winner(ad.place, blueprint.hook.text, pattern, reached)
    return _Proven(winner, _about(brief, blueprint.angle), bound)


def _about(brief: Brief, angle: str = "") -> str:
    texts = (brief.product_name, brief.offer, brief.target_avatar, angle, *brief.pain_points, *brief.desires)
    return ". ".join(text for text in texts if text)
