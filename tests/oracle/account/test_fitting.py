import numpy as np
import pytest

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.oracle.account.fitting import account_model
from geminivideo.oracle.account.history import Results
from geminivideo.oracle.curves import ROAS_CURVE
from geminivideo.oracle.model import Basis, confidence_level
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.account.accounts import TODAY, Account


def fitted(base: TrainedModel, results: Results) -> TrainedModel:
    return account_model(base, ROAS_CURVE, results, TODAY)


def covered(model: TrainedModel, fresh: Results) -> float:
    found = model.predict(fresh.x)
    return float(((found.lower <= fresh.outcomes) & (fresh.outcomes <= found.upper)).mean())


@pytest.mark.parametrize(("ads", "made_here", "least"), [(15, 0.0, 0.85), (50, 0.3, 0.92), (200, 0.9, 0.93)])
@pytest.mark.parametrize("slope", [0.0, 1.0])
def test_intervals_hold_on_average_over_accounts_whether_scores_mean_anything_or_not(
    small_roas: TrainedModel, ads: int, made_here: float, least: float, slope: float
) -> None:
    found = []
    for seed in range(25):
        account = Account(level=0.5 + seed / 4, slope=slope, noise=0.3 + 0.02 * seed, made_here=made_here)
        model = fitted(small_roas, account.results(small_roas, ads, seed))
        fresh = Account(account.level, slope, account.noise).results(small_roas, 200, seed + 1000)
        found.append(covered(model, fresh))
    assert least <= np.mean(found) <= 0.985


def test_the_account_says_what_it_was_fitted_on(small_roas: TrainedModel) -> None:
    model = fitted(small_roas, Account(level=8.0, made_here=0.5).results(small_roas, 80, seed=1))
    assert model.evidence.basis is Basis.ACCOUNT
    assert model.evidence.observed == 80
    history = model.training["history"]
    assert model.evidence.average == pytest.approx(8, rel=0.3)
    assert model.evidence.history is not None
    assert 20 < model.evidence.history.made_here < 60
    assert model.evidence.history.engines is Basis.PRIOR
    assert 6 < history["level"] < 10
    assert history["through"] < TODAY.isoformat()


def test_engines_and_scores_are_those_of_the_base(small_roas: TrainedModel) -> None:
    account = Account(level=8.0).results(small_roas, 80, seed=1)
    before, after = small_roas.predict(account.x), fitted(small_roas, account).predict(account.x)
    assert (before.score == after.score).all()
    assert (np.argsort(before.outcome) == np.argsort(after.outcome)).all()
    assert after.outcome.mean() > 2 * before.outcome.mean()


def test_the_fewer_ads_the_wider(small_roas: TrainedModel) -> None:
    widths = []
    for ads in (12, 45, 400):
        model = fitted(small_roas, Account(made_here=0.1 if ads < 100 else 1.0).results(small_roas, ads, seed=4))
        found = model.predict(Account().results(small_roas, 100, seed=5).x)
        widths.append(float((found.upper - found.lower).mean() / model.training["history"]["level"]))
    assert widths[2] < min(widths[:2])


def test_a_steady_account_with_many_ads_reaches_high_confidence(small_roas: TrainedModel) -> None:
    """An interval of at most half the prediction takes results that scatter little: it must be possible at all."""
    model = fitted(small_roas, Account(noise=0.05).results(small_roas, 400, seed=6))
    found = model.predict(Account().results(small_roas, 50, seed=7).x)
    levels = {
        confidence_level(float(outcome), (float(low), float(high)), model.evidence)
        for outcome, low, high in zip(found.outcome, found.lower, found.upper, strict=True)
    }
    assert ConfidenceLevel.HIGH in levels


def test_nine_ads_are_too_few(small_roas: TrainedModel) -> None:
    with pytest.raises(InvalidInputError, match="9 ads") as refused:
        fitted(small_roas, Account().results(small_roas, 9, seed=1))
    assert "import-insights" in refused.value.next_step


def test_an_account_without_any_return_is_forecast_to_return_next_to_nothing(small_roas: TrainedModel) -> None:
    nothing = Account().results(small_roas, 60, seed=1)
    model = fitted(small_roas, Results(nothing.x, nothing.made_here, 0 * nothing.outcomes, *columns(nothing)))
    found = model.predict(nothing.x)
    assert (found.lower == 0).all()
    assert found.outcome.max() < 0.5


def columns(results: Results) -> tuple[np.ndarray, ...]:
    return results.begins, results.ends, results.campaigns
