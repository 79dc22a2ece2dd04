"""An account's model: the engines of the base model, the account's curve, and intervals made of the account's errors.

What calibrates the intervals depends on how much there is:
- 60 ads made here or more: their own errors, as for any model (split conformal prediction);
- 40 ads or more, most of them made elsewhere: how far the account's ads are from a *score that tells nothing about
  them*. As long as no ads prove that scores mean something in this account, its intervals hold if they mean nothing;
- fewer: the errors of the base model, wider by as much as the account's ads vary more than those it was calibrated
  on, and by Student's t for how little is known of that. No promise of coverage; below 30 ads, low confidence.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.account.curve import AVERAGE_SCORE, AccountFit, curve_of, fit_account
from geminivideo.oracle.account.history import Results
from geminivideo.oracle.account.level import Levels
from geminivideo.oracle.curves import OutcomeCurve, Vector
from geminivideo.oracle.model import Basis, Evidence, ModelName
from geminivideo.oracle.prior_training import draw_prior
from geminivideo.oracle.schema import Matrix
from geminivideo.oracle.trained import Calibration, TrainedModel

LEAST_ADS = 10
ENOUGH_ADS = 40
ENOUGH_MADE_HERE = 60
# A new average is worth a new version from a fifth more ads on, or when it moves by a tenth.
_MORE_ADS, _MOVED = 1.2, 0.1
_TYPICAL_ADS, _SEED = 400, 11


@dataclass(frozen=True, slots=True)
class _Errors:
    """Of the ads whose level was known: their scores, and where they really were on the scale of their level then."""

    places: Vector
    scores: Vector
    made_here: npt.NDArray[np.bool_]
    x: Matrix


def account_model(base: TrainedModel, prior: OutcomeCurve, results: Results, today: date) -> TrainedModel:
    """`base` answers for all accounts; `prior` is the curve that scores are relative to.

    Raises:
        InvalidInputError: for fewer than `LEAST_ADS` ads.
    """
    if len(results) < LEAST_ADS:
        raise InvalidInputError(
            f"The account has {len(results)} ads whose results are in; {LEAST_ADS} are needed for a model of its own.",
            next_step="import more of its history with `geminivideo import-insights`",
        )
    scores = scores_of(base, results)
    fit = fit_account(prior, scores, results, today.toordinal())
    calibrated = _calibrated(base, _errors(prior, fit, scores, results))
    curve = curve_of(prior, fit.levels.now, fit.slope)
    history = history_of(results, fit.levels, fit.slope, curve.decimals)
    training = {
        "rows": len(results),
        "data_fingerprint": results.fingerprint(),
        "history": history,
        "engines_trained_on": dict(base.training),
    }
    # How the base did on ads of other accounts is no measure of this one; the trial is.
    return replace(
        calibrated,
        curve=curve,
        evidence=evidence_of(results, curve.decimals, base.evidence.basis),
        training=training,
        metrics={},
    )


def evidence_of(results: Results, decimals: int, engines: Basis) -> Evidence:
    """`engines`: what the engines learned from."""
    average = round(float(results.outcomes.mean()), decimals)
    return Evidence(Basis.ACCOUNT, len(results), average, int(results.made_here.sum()), engines)


def still_holds(present: Evidence, results: Results) -> bool:
    """Whether an average is as good as a new one would be."""
    if present.average is None or len(results) >= _MORE_ADS * present.observed:
        return False
    return abs(float(results.outcomes.mean()) - present.average) < _MOVED * present.average


def history_of(results: Results, levels: Levels, slope: float, decimals: int) -> dict[str, Any]:
    """How an account's model was fitted, for its manifest; `through` is where the ads of the next trial begin."""
    return {
        "level": round(levels.now, decimals),
        "half_life_days": levels.half_life,
        "slope": round(slope, 4),
        "through": date.fromordinal(int(results.ends.max())).isoformat(),
    }


def scores_of(model: TrainedModel, results: Results) -> Vector:
    """The ensemble's score of each ad made here, the average score for all others."""
    scores = np.full(len(results), AVERAGE_SCORE)
    if results.made_here.any():
        scores[results.made_here] = model.predict(results.x[results.made_here]).score
    return scores


def _errors(prior: OutcomeCurve, fit: AccountFit, scores: Vector, results: Results) -> _Errors:
    known = fit.levels.known
    shares = results.outcomes[known] / fit.levels.then[known]
    places = curve_of(prior, 1.0, fit.slope).score(shares)
    return _Errors(places, scores[known], results.made_here[known], results.x[known])


def _calibrated(base: TrainedModel, errors: _Errors) -> TrainedModel:
    here = errors.made_here
    if here.sum() >= ENOUGH_MADE_HERE:
        scores = errors.scores[here]
        missed = errors.places[here] - scores
        # Luck multiplies: what promises more also varies more, in this account as much as its ads show.
        scale = base.error_scale.of_score_alone(scores, np.abs(missed))
        return replace(base, error_scale=scale, calibration=Calibration(missed, scale(errors.x[here], scores)))
    blind = _errors_of_scores_that_tell_nothing(base, errors.places)
    if len(blind) >= ENOUGH_ADS:
        flat = replace(base.error_scale, typical=1.0, weights=np.zeros_like(base.error_scale.weights))
        return replace(base, error_scale=flat, calibration=Calibration(blind, np.ones_like(blind)))
    return replace(base, calibration=replace(base.calibration, errors=base.calibration.errors * _wider(base, blind)))


def _errors_of_scores_that_tell_nothing(base: TrainedModel, places: Vector) -> Vector:
    """Where ads really were, seen from scores of other, typical ads."""
    rng = np.random.default_rng(_SEED)
    typical = base.predict(draw_prior(ModelName(base.name), rng, _TYPICAL_ADS).x).score
    # Their quantiles, dealt out: a handful of random scores could all be high.
    dealt = rng.permutation(np.quantile(typical, (np.arange(len(places)) + 0.5) / len(places)))
    return np.asarray(places - dealt)


def _wider(base: TrainedModel, errors: Vector) -> float:
    from scipy.stats import norm, t

    count = len(errors)
    variation = float(errors.std(ddof=1) / base.calibration.errors.std())
    little_known = float(t.ppf(0.975, count - 1) / norm.ppf(0.975))
    return max(variation, 1.0) * little_known * float(np.sqrt(1 + 1 / count))
