"""Eight engines of an account's own, for accounts with many ads that were made here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from geminivideo.oracle.account.curve import curve_of, fit_account
from geminivideo.oracle.account.fitting import history_of, scores_of
from geminivideo.oracle.account.history import Results
from geminivideo.oracle.curves import OutcomeCurve
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.trained import TrainedModel

Train = Callable[[Dataset], TrainedModel]


def model_with_own_engines(
    train: Train, base: TrainedModel, prior: OutcomeCurve, results: Results, today: date
) -> TrainedModel:
    """Engines that learn how much better or worse each ad did than the account's level at its time.

    Its intervals are those that the training calibrates, on ads that the engines had not seen.
    """
    fit = fit_account(prior, scores_of(base, results), results, today.toordinal())
    rows = np.flatnonzero(results.made_here & fit.levels.known)
    shares = results.outcomes[rows] / fit.levels.then[rows]
    relative = curve_of(prior, 1.0, 1.0)
    evidence = Evidence(Basis.ACCOUNT, len(rows))
    model = train(Dataset(base.schema, results.x[rows], shares, relative, evidence, results.campaigns[rows]))
    training = {**model.training, "history": history_of(results, fit.levels, slope=1.0, decimals=prior.decimals)}
    return replace(model, curve=curve_of(prior, fit.levels.now, 1.0), training=training)
