"""Eight engines of an account's own, for accounts with many ads that were made here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from geminivideo.oracle.account.curve import curve_of, fit_account
from geminivideo.oracle.account.fitting import evidence_of, history_of, scores_of
from geminivideo.oracle.account.history import Results
from geminivideo.oracle.account.level import Levels
from geminivideo.oracle.curves import OutcomeCurve, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.trained import TrainedModel

_ERRORS, _STEP = 40, 5.0

Train = Callable[[Dataset], TrainedModel]


def training_rows(base: TrainedModel, prior: OutcomeCurve, results: Results, today: date) -> tuple[Dataset, Levels]:
    """How much better or worse each ad made here did than the account's level at its time, where that is known."""
    levels = fit_account(prior, scores_of(base, results), results, today.toordinal()).levels
    rows = np.flatnonzero(results.made_here & levels.known)
    shares = results.outcomes[rows] / levels.then[rows]
    evidence = Evidence(Basis.ACCOUNT, len(rows))
    relative = curve_of(prior, 1.0, 1.0)
    return Dataset(base.schema, results.x[rows], shares, relative, evidence, results.campaigns[rows]), levels


def model_with_own_engines(
    train: Train, base: TrainedModel, prior: OutcomeCurve, results: Results, today: date
) -> TrainedModel:
    """Its intervals are those that the training calibrates, on ads that the engines had not seen."""
    dataset, levels = training_rows(base, prior, results, today)
    model = train(dataset)
    training = {**model.training, "history": history_of(results, levels, slope=1.0, decimals=prior.decimals)}
    evidence = evidence_of(results, prior.decimals, Basis.ACCOUNT)
    curve = curve_of(prior, levels.now, 1.0)
    expected = expected_curve(curve, model.calibration.errors)
    return replace(model, curve=curve, expected=expected, evidence=evidence, training=training)


def expected_curve(curve: OutcomeCurve, errors: Vector) -> OutcomeCurve:
    """What ads of a score return on average, their errors being those of the calibration (Duan's smearing estimate).

    Engines learn scores, and a score's middle ad returns less than the mean: a few return many times as much. Budgets
    live on sums, so the mean is what to predict.
    """
    likely = np.quantile(errors, (np.arange(_ERRORS) + 0.5) / _ERRORS)
    scores = np.arange(0.0, 100.0 + _STEP, _STEP)
    outcomes = curve.outcome(scores[:, None] + likely).mean(axis=1)
    return OutcomeCurve(curve.name, tuple(zip(scores.tolist(), outcomes.tolist(), strict=True)), curve.decimals)
