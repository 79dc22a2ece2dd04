"""Eight engines of an account's own, for accounts with many ads that were made here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from geminivideo.oracle.account.curve import curve_of, fit_account
from geminivideo.oracle.account.fitting import evidence_of, history_of, scores_of
from geminivideo.oracle.account.history import Results
from geminivideo.oracle.account.level import Levels
from geminivideo.oracle.curves import OutcomeCurve
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.trained import TrainedModel

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
    evidence = evidence_of(results, prior.decimals)
    return replace(model, curve=curve_of(prior, levels.now, 1.0), evidence=evidence, training=training)
