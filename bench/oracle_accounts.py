"""What an account's own model is worth: imagined accounts of several sizes, judged on ads that are new to them.

The accounts are not the prior's (see `accounts.py`), and they are no evidence about real ads either: they say what the
training makes of few, noisy, heavy-tailed outcomes, against a ridge regression, the account's mean and the prior.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from bench.accounts import Account
from bench.intervals import cqr, plain
from geminivideo.oracle import metrics
from geminivideo.oracle.artifacts import sha256_of, unpack
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.encoding import Encoder
from geminivideo.oracle.ensemble import weighted
from geminivideo.oracle.evaluation import evaluate
from geminivideo.oracle.model import ENGINE_WEIGHTS, ModelName
from geminivideo.oracle.prior_training import train_priors
from geminivideo.oracle.schema import Matrix
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import LEAST_ROWS, train_ensemble

# Ads of an account, and how many accounts of that size.
_SIZES = {60: 10, 150: 10, 400: 8, 1500: 4}
_FRESH = 2000
_SEED = 7_000
_LEVELS = (0.90, 0.95)
_POINT_FIGURES = "RMSE of log ROAS / MAE / RMSE of ROAS / rank correlation"
Predictions = dict[str, Vector]


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        path = train_priors([ModelName.ROAS], Path(name), lambda _: None)[ModelName.ROAS]
        prior = unpack(path, sha256_of(path), Path(name))
    sizes = {str(size): [_account(size, number, prior) for number in range(count)] for size, count in _SIZES.items()}
    return {"fresh_ads_per_account": _FRESH, "sizes": {size: _summary(found) for size, found in sizes.items()}}


def _account(size: int, number: int, prior: TrainedModel) -> dict[str, Any]:
    account = Account.drawn(np.random.default_rng(_SEED + number))
    own = account.ads(np.random.default_rng([_SEED, number, 1]), size)
    fresh = account.ads(np.random.default_rng([_SEED, number, 2]), _FRESH)
    predicted: Predictions = {
        "account mean": np.full(_FRESH, own.outcomes.mean()),
        "ridge": _ridge(own, fresh.x),
        "cold-start prior": prior.predict(fresh.x).outcome * account.level / 2.4,
    }
    if size < LEAST_ROWS:
        return {"points": _points(predicted, fresh)}
    started = process_time()
    model = train_ensemble("account", own, 1)
    seconds = process_time() - started
    predicted |= _own(model, fresh)
    intervals = {name: _intervals(model, own, fresh, name) for name in ("split conformal, scaled", "plain", "CQR")}
    return {
        "points": _points(predicted, fresh),
        "intervals": intervals,
        "cpu_seconds": seconds,
        "learned": model.weighting == "learned",
        "own_coverage": model.metrics["coverage"],
        "ablation": evaluate(model, fresh)["ablation"],
    }


def _ridge(own: Dataset, x: Matrix) -> Vector:
    """scikit-learn's, with its own choice of the penalty, on encoded features; on ROAS itself."""
    from sklearn.linear_model import RidgeCV

    encoder = Encoder.fit(own.schema, own.x)
    model = RidgeCV(np.geomspace(1, 1e5, 16)).fit(encoder.encode(own.x), own.outcomes)
    return np.asarray(np.maximum(model.predict(encoder.encode(x)), 0.0))


def _own(model: TrainedModel, fresh: Dataset) -> Predictions:
    """The model as it would answer, with fixed and with learned weights whichever it chose, and each engine alone."""
    found = model.predict(fresh.x)
    fixed = np.array([ENGINE_WEIGHTS[member.name] * member.confidence for member in model.members])
    learned = np.array(model.metrics["stack"]["learned_shares"])
    scores = {
        "ensemble, fixed weights": weighted(fixed, found.engine_scores),
        "ensemble, learned weights": weighted(learned, found.engine_scores),
        **{str(m.name): column for m, column in zip(model.members, found.engine_scores.T, strict=True)},
    }
    return {"ensemble": found.outcome, **{name: fresh.curve.outcome(score) for name, score in scores.items()}}


def _points(predicted: Predictions, fresh: Dataset) -> dict[str, dict[str, float]]:
    """Errors relative to those of the account's mean, so that accounts of any level count alike."""
    one = _errors(predicted["account mean"], fresh.outcomes)
    found = {}
    for name, values in predicted.items():
        errors = _errors(values, fresh.outcomes)
        found[name] = {kind: errors[kind] / one[kind] for kind in errors}
        found[name]["spearman"] = metrics.spearman(values, fresh.outcomes)
    return found


def _errors(predicted: Vector, actual: Vector) -> dict[str, float]:
    logs = metrics.rmse(np.log1p(predicted), np.log1p(actual))
    return {"rmse": metrics.rmse(predicted, actual), "mae": metrics.mae(predicted, actual), "log_rmse": logs}


def _intervals(model: TrainedModel, own: Dataset, fresh: Dataset, method: str) -> dict[str, float]:
    found: dict[str, float] = {}
    score = model.predict(fresh.x).score
    for level in _LEVELS:
        if method == "CQR":
            lower, upper = cqr(own, fresh.x, level)
        elif method == "plain":
            lower, upper = plain(model, fresh.x, level)
        else:
            estimates = model.predict(fresh.x, level)
            lower, upper = estimates.lower, estimates.upper
        inside = metrics.inside(lower, upper, fresh.outcomes)
        found |= {
            f"coverage_{level:.0%}": float(inside.mean()),
            f"width_{level:.0%}": metrics.width(lower, upper) / float(fresh.outcomes.mean()),
            f"score_{level:.0%}": metrics.interval_score(lower, upper, fresh.outcomes, level)
            / float(fresh.outcomes.mean()),
        }
        for what, by in (("prediction", score), ("width", upper - lower)):
            thirds = np.array_split(np.argsort(by, kind="stable"), 3)
            found |= {f"{what}_{number}_{level:.0%}": float(inside[rows].mean()) for number, rows in enumerate(thirds)}
    return found


def _summary(accounts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Means over accounts; `beats` counts the accounts in which the ensemble's RMSE of log ROAS is smaller."""
    points = [account["points"] for account in accounts]
    summary: dict[str, Any] = {"accounts": len(accounts), "points": _mean(points)}
    if "intervals" not in accounts[0]:
        return summary
    own = [found["ensemble"]["log_rmse"] for found in points]
    return summary | {
        "beats": {
            name: sum(e < found[name]["log_rmse"] for e, found in zip(own, points, strict=True))
            for name in points[0]
            if name != "ensemble"
        },
        "intervals": _mean([account["intervals"] for account in accounts]),
        "ablation": _mean([account["ablation"] for account in accounts]),
        "cpu_seconds": max(account["cpu_seconds"] for account in accounts[1:]),
        "cpu_seconds_first": accounts[0]["cpu_seconds"],
        "learned": sum(account["learned"] for account in accounts),
        "own_coverage": float(np.mean([account["own_coverage"] for account in accounts])),
    }


def _mean(found: Sequence[Any]) -> Any:
    """Of dictionaries of dictionaries of numbers, value by value; a number that some lack is a mean of the others."""
    if isinstance(found[0], Mapping):
        return {key: _mean([one[key] for one in found]) for key in found[0]}
    known = [value for value in found if value is not None]
    return float(np.mean(known)) if known else None


def table(figures: Mapping[str, Any]) -> str:
    sizes: Mapping[str, Any] = figures["sizes"]
    return "\n\n".join(["\n".join(part) for part in (_point_table(sizes), _interval_table(sizes))])


def _point_table(sizes: Mapping[str, Any]) -> list[str]:
    names = list([*sizes.values()][-1]["points"])
    heads = [f"{size} ads ({found['accounts']} accounts)" for size, found in sizes.items()]
    lines = [
        f"| RMSE of log ROAS / MAE / RMSE of ROAS / rank correlation | {' | '.join(heads)} |",
        "|---" * (len(sizes) + 1) + "|",
    ]
    for name in names:
        cells = [_point(found["points"].get(name)) for found in sizes.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    trained = [found for found in sizes.values() if "intervals" in found]
    gap = [""] * (len(sizes) - len(trained))
    for name, cells in (
        ("accounts where the ensemble beats ridge", [f"{f['beats']['ridge']} of {f['accounts']}" for f in trained]),
        ("accounts where it chose learned weights", [f"{f['learned']} of {f['accounts']}" for f in trained]),
        ("training, processor time", [f"{f['cpu_seconds']:.0f} s" for f in trained]),
    ):
        lines.append(f"| {name} | {' | '.join([*gap, *cells])} |")
    return lines


def _point(found: Mapping[str, float] | None) -> str:
    if not found:
        return "refused"
    errors = " / ".join(f"{found[kind]:.3f}" for kind in ("log_rmse", "mae", "rmse"))
    return f"{errors} / {found['spearman']:.2f}"


def _interval_table(sizes: Mapping[str, Any]) -> list[str]:
    head = "| intervals | coverage | least third by prediction | least third by width | width | interval score |"
    lines = [head, "|---" * 6 + "|"]
    for size, found in sizes.items():
        for method, one in found.get("intervals", {}).items():
            for level in (f"{level:.0%}" for level in _LEVELS):
                least = [min(one[f"{what}_{n}_{level}"] for n in range(3)) for what in ("prediction", "width")]
                figures = f"{one[f'width_{level}']:.2f} | {one[f'score_{level}']:.2f}"
                cells = f"{one[f'coverage_{level}']:.1%} | {least[0]:.1%} | {least[1]:.1%} | {figures}"
                lines.append(f"| {size} ads, {level}, {method} | {cells} |")
    return lines
