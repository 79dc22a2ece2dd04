"""Champion against challenger on the same matured ads: who forecast them better, and is that more than luck?

Errors are compared ad by ad. If both models were equally good, each ad could as well have been the other's better one.
So the test is the sign-flip permutation test: it needs no normal errors, which a t-test would want of these long tails.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.metrics import coverage, sums_by_group
from geminivideo.oracle.model import COVERAGE
from geminivideo.oracle.trial_errors import errors

# A name or a number per ad.
Groups = Sequence[str] | npt.NDArray[np.integer]

LEAST_ADS = 30
# A challenger that is no better wins one trial of twenty at most.
SIGNIFICANCE = 0.05
_FLIPS = 9999
_FLIPS_AT_ONCE = 1_000_000
# Coverage that honest 95% intervals would fall below in one trial of a hundred.
_UNLUCKY = 0.01


class Verdict(StrEnum):
    PROMOTE = "promote"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a model predicted for the trial's ads, with its 95% intervals; one value per ad, in the ads' order."""

    predicted: Vector
    lower: Vector
    upper: Vector

    def take(self, rows: npt.NDArray[np.bool_] | slice) -> "Forecast":
        return Forecast(self.predicted[rows], self.lower[rows], self.upper[rows])


@dataclass(frozen=True, slots=True)
class Trial:
    """Errors are means over the ads; `p_value` is of "the challenger is no better". None: too few ads to tell.

    `least_coverage` is what the challenger's intervals had to cover at least.
    """

    ads: int
    champion_error: float | None
    challenger_error: float | None
    p_value: float | None
    champion_coverage: float | None
    challenger_coverage: float | None
    least_coverage: float | None
    verdict: Verdict
    words: str

    @property
    def won(self) -> bool:
        return self.verdict is Verdict.PROMOTE

    @property
    def no_worse(self) -> bool:
        """Whether its error is no larger and its intervals hold, proven or not."""
        errors, coverages = (
            (self.challenger_error, self.champion_error),
            (self.least_coverage, self.challenger_coverage),
        )
        return all(
            smaller is not None and larger is not None and smaller <= larger for smaller, larger in (errors, coverages)
        )


def paired_trial(
    actual: Vector,
    champion: Forecast,
    challenger: Forecast,
    rng: np.random.Generator,
    groups: Groups | None = None,
    significance: float = SIGNIFICANCE,
) -> Trial:
    """Judge a challenger by ads that neither model was trained on; `actual` is their ROAS or CTR.

    Ads of one group, of one campaign for instance, share their luck: they are flipped together, and count for less.

    Raises:
        ValueError: when the forecasts are not of the same ads, or a value is not a finite number.
    """
    _check(actual, champion, challenger)
    ads = len(actual)
    if ads < LEAST_ADS:
        words = f"only {ads} matured ads that neither model has seen; a trial takes {LEAST_ADS}"
        return Trial(ads, None, None, None, None, None, None, Verdict.KEEP, words)
    ours, theirs = errors(actual, champion.predicted, challenger.predicted)
    gains = ours - theirs if groups is None else sums_by_group(ours - theirs, groups)
    p_value = sign_flip_p_value(gains, rng)
    before, after = (coverage(one.lower, one.upper, actual) for one in (champion, challenger))
    least = min(least_coverage(ads), before)
    verdict, words = _verdict(_share(theirs.mean(), ours.mean()), p_value, significance, after, least)
    return Trial(ads, float(ours.mean()), float(theirs.mean()), p_value, before, after, least, verdict, words)


def sign_flip_p_value(gains: Vector, rng: np.random.Generator, flips: int = _FLIPS) -> float:
    """How often pure chance gives at least this mean gain, if each gain could as well have been a loss."""
    total, reached, left = gains.sum(), 0, flips
    slack = 1e-12 * np.abs(gains).sum()  # sums in another order differ in their last digits
    while left:
        now = min(left, max(1, _FLIPS_AT_ONCE // len(gains)))
        signs = rng.integers(0, 2, (now, len(gains)), dtype=np.int8) * 2.0 - 1.0
        reached += int((signs @ gains >= total - slack).sum())
        left -= now
    return (1 + reached) / (1 + flips)


def least_coverage(ads: int) -> float:
    """The smallest share that 95% intervals which keep their promise cover of so many ads, save for bad luck."""
    from scipy.stats import binom

    return float(binom.ppf(_UNLUCKY, ads, COVERAGE)) / ads


def _verdict(gain: float, p_value: float, significance: float, covered: float, least: float) -> tuple[Verdict, str]:
    difference = f"its error is {abs(gain):.1%} {'smaller' if gain > 0 else 'larger'} (p = {p_value:.2g})"
    if gain <= 0 or p_value > significance:
        return Verdict.KEEP, f"not shown to be better: {difference}; {significance:.2g} is needed"
    if covered < least:
        return Verdict.KEEP, f"better, but its intervals hold only {covered:.0%} of the ads, less than {least:.0%}"
    return Verdict.PROMOTE, f"better: {difference}, and its intervals hold {covered:.0%} of the ads"


def _share(error: float, of_champion: float) -> float:
    """What the challenger takes off the champion's error, as a share of it; negative: what it adds."""
    return float(1 - error / of_champion) if of_champion else -float(error > 0)


def _check(actual: Vector, *forecasts: Forecast) -> None:
    columns = [actual, *(column for one in forecasts for column in (one.predicted, one.lower, one.upper))]
    if any(column.shape != (len(actual),) for column in columns):
        raise ValueError("the forecasts are not of the same ads")
    if not all(np.isfinite(column).all() for column in columns) or (actual < 0).any():
        raise ValueError("a ROAS or a forecast of it is no finite number, or negative")
