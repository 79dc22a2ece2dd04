"""From an account's ads to what the council's weights can be fitted on: click rates, compared within campaigns.

The outcome is the click rate and not the ROAS: an ad has many clicks for each sale, so that a difference shows with a
fraction of the spend, and a click is what the ad itself brings about. Campaigns differ in product, audience and
season, so an ad is compared with the others of its campaign alone: a level, or a drift of it, cancels out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geminivideo.creative.model import Member

Array = npt.NDArray[np.float64]

MEMBERS = tuple(Member)
# Below this an ad's click rate is mostly chance: at 1% it is known to within a third of itself.
LEAST_IMPRESSIONS = 1000
# Of scores of 0-100, which have two decimals; what is left of less is rounding, and must not be taken for an opinion.
_LEAST_DIFFERENCE = 0.005
# Of log odds; less is rounding too, and must not be taken for an outcome.
_LEAST_LOG_ODDS = 1e-9


@dataclass(frozen=True, slots=True)
class MeasuredAd:
    """An ad that ran: the scores (0-100) of the members that judged it, and what came of it."""

    campaign_id: str
    scores: Mapping[Member, float]
    impressions: int
    clicks: int


@dataclass(frozen=True, slots=True)
class Moments:
    """All that fitting and testing weights needs of the ads of campaigns.

    With ads' scores X, click rates y and precisions w, each less its campaign's mean: X'wX, X'wy and y'wy.
    """

    scores: Array
    cross: Array
    outcome: float
    ads: int

    def loss(self, slopes: Array) -> float:
        """Weighted sum of squared errors of the prediction X @ slopes."""
        return float(self.outcome - 2 * slopes @ self.cross + slopes @ self.scores @ slopes)


@dataclass(frozen=True, slots=True)
class _Campaign:
    """One row per ad; NaN where a member did not judge."""

    scores: Array
    log_odds: Array
    variances: Array


def comparable(ads: Sequence[MeasuredAd]) -> list[list[MeasuredAd]]:
    """Campaigns with at least two ads that were seen often enough and were judged."""
    enough = [ad for ad in ads if ad.impressions >= LEAST_IMPRESSIONS and ad.scores]
    by_campaign: dict[str, list[MeasuredAd]] = {}
    for ad in enough:
        by_campaign.setdefault(ad.campaign_id, []).append(ad)
    return [group for group in by_campaign.values() if len(group) > 1]


def moments(campaigns: Sequence[Sequence[MeasuredAd]]) -> list[Moments]:
    read = [_read(campaign) for campaign in campaigns]
    between = _variance_between(read)
    return [_moments(campaign, between) for campaign in read]


def together(parts: Sequence[Moments]) -> Moments:
    return Moments(
        scores=np.sum([part.scores for part in parts], axis=0),
        cross=np.sum([part.cross for part in parts], axis=0),
        outcome=sum(part.outcome for part in parts),
        ads=sum(part.ads for part in parts),
    )


def correlations(whole: Moments) -> dict[Member, float | None]:
    """Within campaigns; None for a member whose scores there are all alike or missing."""
    scores, outcome = np.diag(whole.scores), whole.outcome
    return {
        member: float(whole.cross[at] / np.sqrt(scores[at] * outcome)) if scores[at] > 0 and outcome > 0 else None
        for at, member in enumerate(MEMBERS)
    }


def _read(campaign: Sequence[MeasuredAd]) -> _Campaign:
    """Log odds of a click, with half a click added to either side so that none is infinite (Haldane, Anscombe)."""
    scores = np.array([[ad.scores.get(member, np.nan) for member in MEMBERS] for ad in campaign])
    clicks = np.array([ad.clicks for ad in campaign]) + 0.5
    others = np.array([ad.impressions - ad.clicks for ad in campaign]) + 0.5
    return _Campaign(scores, np.log(clicks / others), 1 / clicks + 1 / others)


def _variance_between(campaigns: Sequence[_Campaign]) -> float:
    """How much ads of one campaign differ beyond chance (DerSimonian and Laird's estimate, pooled over campaigns).

    It caps the weight of an ad that was seen a million times: that is one ad still.
    """
    excess, scale = 0.0, 0.0
    for campaign in campaigns:
        precisions = 1 / campaign.variances
        centred = campaign.log_odds - np.average(campaign.log_odds, weights=precisions)
        excess += float(precisions @ centred**2) - (len(precisions) - 1)
        scale += float(precisions.sum() - (precisions**2).sum() / precisions.sum())
    return max(0.0, excess / scale) if scale > 0 else 0.0  # one ad of astronomical counts leaves no others beside it


def _moments(campaign: _Campaign, between: float) -> Moments:
    precisions = 1 / (campaign.variances + between)
    outcome = _different(campaign.log_odds, precisions)
    scores = np.column_stack([_centred(column, precisions) for column in campaign.scores.T])
    weighted = scores * precisions[:, None]
    return Moments(
        scores=weighted.T @ scores,
        cross=weighted.T @ outcome,
        outcome=float(precisions @ outcome**2),
        ads=len(outcome),
    )


def _different(log_odds: Array, precisions: Array) -> Array:
    """Less the campaign's mean; nothing at all where all ads did the same, such as none was ever clicked."""
    if np.ptp(log_odds) < _LEAST_LOG_ODDS:
        return np.zeros_like(log_odds)
    return np.asarray(log_odds - np.average(log_odds, weights=precisions))


def _centred(scores: Array, precisions: Array) -> Array:
    """Less the campaign's mean; a member that did not judge an ad says nothing for or against it."""
    judged = ~np.isnan(scores)
    if not judged.any() or np.ptp(scores[judged]) < _LEAST_DIFFERENCE:
        return np.zeros_like(scores)
    mean = np.average(scores[judged], weights=precisions[judged])
    return np.where(judged, scores - mean, 0.0)
