"""How forecasts of CTR compare with what came. Rates are in percentage points of CTR; tests are the unit of chance."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.oracle_real_headlines import Numbers
from bench.oracle_real_past import Forecast, Past
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.metrics import coverage, inside, interval_score, mae, rmse, spearman, width

_LEAST_VARIANTS = 4
_RESAMPLED, _SEED = 2000, 7
_POINTS = 100.0


def errors(predicted: Vector, past: Past) -> dict[str, float]:
    return {
        "rmse": _POINTS * rmse(predicted, past.came),
        "mae": _POINTS * mae(predicted, past.came),
        "foretold": float(predicted.sum() / past.came.sum()),
        "spearman": spearman(predicted, past.came),
        "spearman_within_tests": within_tests(predicted, past.came, past.history.test[past.after]),
    }


def within_tests(predicted: Vector, came: Vector, test: Numbers) -> float:
    """The mean rank correlation inside tests of four or more variants: which of the ads made for one article wins."""
    found = []
    for one in np.unique(test):
        rows = test == one
        if rows.sum() >= _LEAST_VARIANTS and came[rows].std() > 0:
            found.append(spearman(predicted[rows], came[rows]))
    return float(np.mean(found))


def intervals(forecast: Forecast, past: Past) -> dict[str, dict[str, float]]:
    return {
        f"{level:.0%}": {
            "coverage": coverage(lower, upper, past.came),
            "width": _POINTS * width(lower, upper),
            "interval_score": _POINTS * interval_score(lower, upper, past.came, level),
        }
        for level, (lower, upper) in forecast.bounds.items()
    }


def by_slice(forecast: Forecast, past: Past) -> dict[str, dict[str, float]]:
    """Coverage where it could go wrong without the whole showing it: level -> slice -> share."""
    parts = slices(forecast, past)
    found = {}
    for level, bounds in forecast.bounds.items():
        held = inside(*bounds, past.came)
        found[f"{level:.0%}"] = {name: float(held[rows].mean()) for name, rows in parts.items() if rows.any()}
    return found


def slices(forecast: Forecast, past: Past) -> dict[str, npt.NDArray[np.bool_]]:
    ahead = past.history.week[past.after] - past.now
    shown = past.history.impressions[past.after]
    return {
        **{f"weeks {at + 1}-{at + 2}": (ahead >= at) & (ahead < at + 2) for at in (0, 2, 4, 6)},
        **_thirds("impressions", shown),
        **_thirds("predicted", forecast.predicted),
    }


def _thirds(name: str, values: Vector) -> dict[str, npt.NDArray[np.bool_]]:
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    parts = {"low": values <= low, "middle": (values > low) & (values <= high), "high": values > high}
    return {f"{name}, {part}": rows for part, rows in parts.items()}


def gain(ours: Vector, theirs: Vector, past: Past) -> dict[str, Any]:
    """By how many points our mean absolute error is below theirs, with a 95% interval over whole tests."""
    better = _POINTS * (np.abs(theirs - past.came) - np.abs(ours - past.came))
    return resampled(better, past.history.group[past.after])


def resampled(values: Vector, group: npt.NDArray[np.integer]) -> dict[str, Any]:
    """The mean with a bootstrap interval over groups: rows of one group are no independent evidence."""
    number = np.unique(group, return_inverse=True)[1]
    sums, counts = np.bincount(number, values), np.bincount(number)
    drawn = np.random.default_rng(_SEED).integers(len(sums), size=(_RESAMPLED, len(sums)))
    low, high = np.quantile(sums[drawn].sum(1) / counts[drawn].sum(1), [0.025, 0.975])
    return {"mean": float(values.mean()), "interval_95": [float(low), float(high)]}


def pooled(parts: Sequence[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], float]) -> float:
    """The mean over the cutoffs, each counting by its ads."""
    return float(np.average([key(part) for part in parts], weights=[part["ads"] for part in parts]))
