"""What an account's own outcomes teach about the members' weights.

Each member is calibrated by a line: so much more in the log odds of a click for a point more of its score, never less
than nothing. A line and a weight are one number together, and the council's score has to stay within 0-100, so these
numbers are divided by their sum: they are the new weights. They are drawn towards the fixed ones, and are used only if
they predict the click rates of campaigns that they were not learned from better than the fixed ones do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls
from scipy.stats import t as student

from geminivideo.creative.council.click_rates import (
    LEAST_IMPRESSIONS,
    MEMBERS,
    Array,
    MeasuredAd,
    Moments,
    comparable,
    correlations,
    moments,
    together,
)
from geminivideo.creative.model import FIXED_WEIGHTS, MEMBER_WEIGHTS, CouncilWeights, Member, WeightBasis

LEAST_CAMPAIGNS, LEAST_ADS = 6, 60
# The fixed weights count as much as this many ads.
_PRIOR_ADS = 50.0
# One-sided: an account is asked about again with each of its campaigns, so that chance gets many tries.
_CONFIDENCE = 0.99
_INTERVAL = 0.95
_FOLDS, _REPEATS, _SEED = 5, 20, 5
# A member that stands in alone, when all others are away, has to be able to give the score.
_LEAST_WEIGHT = 0.01

_PROVEN = "weights learned from this account's outcomes predict its other campaigns better than the fixed ones"
_NOT_PROVEN = "weights learned from this account's outcomes do not surely predict its other campaigns better"
_ALIKE = "the ads that can be compared were clicked equally often, such as never, so that nothing tells them apart"

_PRIOR: Array = np.array([MEMBER_WEIGHTS[member] for member in MEMBERS])


@dataclass(frozen=True, slots=True)
class _Gain:
    mean: float
    interval: tuple[float, float]
    proven: bool


def calibrate(ads: Sequence[MeasuredAd]) -> CouncilWeights:
    """The account's weights where they are proven, else the fixed ones with the reason why; always the same answer."""
    groups = comparable(ads)
    known = {"ads": sum(map(len, groups)), "campaigns": len(groups)}
    if known["campaigns"] < LEAST_CAMPAIGNS or known["ads"] < LEAST_ADS:
        return FIXED_WEIGHTS.model_copy(update={**known, "reason": _too_few(**known)})
    campaigns = moments(groups)
    whole = together(campaigns)
    if not whole.outcome > 0:
        return FIXED_WEIGHTS.model_copy(update={**known, "reason": _ALIKE})
    gain, slopes = _gain(campaigns), _fitted(whole)
    proven = gain.proven and slopes.sum() > 0
    found = CouncilWeights(
        weights=_as_weights(slopes, _heard(whole)) if proven else MEMBER_WEIGHTS,
        basis=WeightBasis.ACCOUNT if proven else WeightBasis.PRIOR,
        reason=_PROVEN if proven else _NOT_PROVEN,
        gain=gain.mean,
        gain_interval=gain.interval,
        correlations=correlations(whole),
    )
    return found.model_copy(update=known)


def _too_few(ads: int, campaigns: int) -> str:
    return (
        f"{ads} ads in {campaigns} campaigns can be compared; learning needs {LEAST_ADS} in {LEAST_CAMPAIGNS}, "
        f"each with {LEAST_IMPRESSIONS} impressions, and two or more in a campaign"
    )


def _fitted(known: Moments) -> Array:
    """A slope per member: non-negative least squares, with a penalty on mixtures other than the fixed one."""
    heard = _heard(known)
    usual = _PRIOR * heard / max(float(_PRIOR @ heard), 1e-9)
    away = np.eye(len(MEMBERS)) - np.outer(usual, np.ones(len(MEMBERS)))
    variance = float(np.trace(known.scores)) / len(MEMBERS) / known.ads
    penalised = known.scores + _PRIOR_ADS * variance * away.T @ away
    penalised += 1e-9 * max(float(np.trace(penalised)), 1e-9) * np.eye(len(MEMBERS))
    root = np.linalg.cholesky(penalised)
    return np.asarray(nnls(root.T, np.linalg.solve(root, known.cross))[0])


def _fixed(known: Moments) -> Array:
    """The fixed mixture with the one slope that suits it."""
    spread = float(_PRIOR @ known.scores @ _PRIOR)
    return _PRIOR * (max(0.0, float(_PRIOR @ known.cross)) / spread if spread > 0 else 0.0)


def _heard(known: Moments) -> Array:
    """1 for a member whose scores tell ads apart, 0 for one of which nothing is known."""
    return np.asarray(np.diag(known.scores) > 0, float)


def _as_weights(slopes: Array, heard: Array) -> dict[Member, float]:
    """A member of which nothing is known keeps its fixed weight."""
    shares = np.where(heard > 0, slopes / slopes.sum() * float(_PRIOR @ heard), _PRIOR)
    shares = np.maximum(shares, _LEAST_WEIGHT)
    shares = np.round(shares / shares.sum(), 4)
    return {member: float(share) for member, share in zip(MEMBERS, shares, strict=True)}


def _gain(campaigns: Sequence[Moments]) -> _Gain:
    """By repeated cross-validation over whole campaigns, each fold's gain paired with itself.

    Training sets of folds overlap, so the variance of the mean is corrected (Nadeau and Bengio 2003, for repeated
    k-fold by Bouckaert and Frank 2004).
    """
    folds = min(_FOLDS, len(campaigns))
    gains = np.array([gain for split in _splits(len(campaigns), folds) for gain in _fold_gains(campaigns, split)])
    error = float(np.sqrt((1 / len(gains) + 1 / (folds - 1)) * gains.var(ddof=1)))
    mean, freedom = float(gains.mean()), len(gains) - 1
    reach = error * float(student.ppf((1 + _INTERVAL) / 2, freedom))
    proven = mean > error * float(student.ppf(_CONFIDENCE, freedom))
    return _Gain(round(mean, 4), (round(mean - reach, 4), round(mean + reach, 4)), proven and error > 0)


def _splits(count: int, folds: int) -> list[list[Array]]:
    rng = np.random.default_rng(_SEED)
    return [np.array_split(rng.permutation(count), folds) for _ in range(_REPEATS)]


def _fold_gains(campaigns: Sequence[Moments], split: Sequence[Array]) -> list[float]:
    """Of each fold: the share of its variance that learned weights explain more than the fixed ones."""
    scale = sum(campaign.outcome for campaign in campaigns) / len(split)
    gains = []
    for held in split:
        inside = set(held.tolist())
        training = together([campaign for at, campaign in enumerate(campaigns) if at not in inside])
        asked = together([campaigns[at] for at in inside])
        gains.append((asked.loss(_fixed(training)) - asked.loss(_fitted(training))) / scale)
    return gains
