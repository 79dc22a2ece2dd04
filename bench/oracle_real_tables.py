"""The page's tables of `bench.oracle_real`."""

from collections.abc import Callable, Mapping, Sequence

from bench.markdown import markdown_table
from bench.oracle_real_click_tables import Part, clicks, samples, seeds, with_interval
from bench.oracle_real_judge import pooled

_FORECASTERS = {
    "ensemble": "**the Oracle's ensemble**",
    "expected": "the same, its mean instead of its middle",
    "ridge": "ridge regression on the same features",
    "level": "the account's level, whatever the ad",
    "mean": "the mean of all earlier ads",
}


def table(figures: Part) -> str:
    cutoffs, bandit = figures["cutoffs"], figures["bandit"]
    pieces = [
        *[_cutoff(part) for part in cutoffs],
        _covered_in_all(cutoffs),
        _others(figures["others"], cutoffs),
        _slices(cutoffs),
        _ablation(cutoffs, bandit),
        *[clicks(f"Open Bandit, {name}", part) for name, part in bandit["parts"].items()],
        samples(figures["samples"]),
        seeds(figures["seeds"]),
        f"Measured in {figures['seconds']:.0f} s.",
    ]
    return "\n\n".join(pieces)


def _cutoff(part: Part) -> str:
    first = f"{part['history']} ads before, the next {part['ads']} in {part['tests']} tests"
    bounds = (f"{level}: covered, wide, score" for level in ("95%", "90%"))
    names = (first, "MAE", "RMSE", "foretold", "Spearman", "in tests", *bounds, "our MAE less by")
    rows = [{"name": name, **part["forecasts"][name], "gain": part["gain_over"][name]} for name in _FORECASTERS]
    return markdown_table(names, rows, _forecast)


def _forecast(row: Part) -> Sequence[str]:
    bounds = [_scored(row["intervals"][level]) for level in ("95%", "90%")]
    gain = "" if row["name"] == "ensemble" else with_interval(row["gain"])
    errors = [f"{row['mae']:.3f}", f"{row['rmse']:.3f}", f"{row['foretold']:.0%}"]
    ranks = [f"{row['spearman']:.2f}", f"{row['spearman_within_tests']:.2f}"]
    return [_FORECASTERS[row["name"]], *errors, *ranks, *bounds, gain]


def _covered_in_all(cutoffs: Sequence[Part]) -> str:
    """Over all ads asked about, whatever the age of the account."""
    ads = sum(part["ads"] for part in cutoffs)
    wide, narrow = (pooled(cutoffs, _coverage_at(level)) for level in ("95%", "90%"))
    return f"Of all {ads} ads the ensemble's 95% interval covers {wide:.1%}, its 90% interval {narrow:.1%}."


def _coverage_at(level: str) -> Callable[[Part], float]:
    return lambda part: float(part["forecasts"]["ensemble"]["intervals"][level]["coverage"])


def _scored(found: Mapping[str, float]) -> str:
    return f"{_covered(found)}, {found['interval_score']:.2f}"


def _covered(found: Mapping[str, float]) -> str:
    return f"{found['coverage']:.1%}, {found['width']:.2f}"


def _others(others: Sequence[Part], cutoffs: Sequence[Part]) -> str:
    ours = {"design": "**CTR of the level, tests dealt whole**", **_same_cutoff(others, cutoffs)}
    names = ("what is learned, and how rows are dealt", "MAE", "Spearman", "95%: covered, wide", "90%: covered, wide")
    return markdown_table(names, [*others, ours], _other)


def _same_cutoff(others: Sequence[Part], cutoffs: Sequence[Part]) -> Part:
    found: Part = next(part["forecasts"]["ensemble"] for part in cutoffs if part["now"] == others[0]["now"])
    return found


def _other(row: Part) -> Sequence[str]:
    bounds = [_covered(row["intervals"][level]) for level in ("95%", "90%")]
    return [row["design"], f"{row['mae']:.3f}", f"{row['spearman']:.2f}", *bounds]


def _slices(cutoffs: Sequence[Part]) -> str:
    rows = [{"slice": name} for name in cutoffs[-1]["slices"]["95%"]]
    names = ("covered by the 95% / 90% interval", *(f"{part['history']} before" for part in cutoffs))

    def cells(row: Part) -> Sequence[str]:
        found = [[part["slices"][level].get(row["slice"]) for level in ("95%", "90%")] for part in cutoffs]
        return [
            row["slice"],
            *(" / ".join("-" if share is None else f"{share:.0%}" for share in pair) for pair in found),
        ]

    return markdown_table(names, rows, cells)


def _ablation(cutoffs: Sequence[Part], bandit: Part) -> str:
    names = ("engine", "MAE alone", "MAE without it", "share", "log-loss alone", "log-loss without it", "AUC alone")
    weights = {kind: _pooled(cutoffs, "weights", kind) for kind in cutoffs[0]["ablation"]["weights"]}
    losses = bandit["ablation"]["weights"]
    rows = [{"engine": engine} for engine in bandit["engines"]]

    def cells(row: Part) -> Sequence[str]:
        name = row["engine"]
        own = [_pooled(cutoffs, kind, name) for kind in ("alone", "without")]
        share = pooled(cutoffs, lambda part: _share(part["engines"], name))
        clicks = [f"{bandit['ablation'][kind][name]:.5f}" for kind in ("alone", "without")]
        auc = f"{bandit['engines'][name]['auc']:.2f}"
        return [name, *(f"{value:.4f}" for value in own), f"{share:.0%}", *clicks, auc]

    whole = "; ".join(f"{kind} weights {value:.4f} and {losses[kind]:.5f}" for kind, value in weights.items())
    return f"{markdown_table(names, rows, cells)}\n\nThe ensemble's MAE and log-loss: {whole}."


def _pooled(cutoffs: Sequence[Part], kind: str, name: str) -> float:
    return pooled(cutoffs, lambda part: float(part["ablation"][kind][name]))


def _share(engines: Part, name: str) -> float:
    counted = {engine: own["weight"] * own["confidence"] for engine, own in engines.items()}
    return float(counted[name] / sum(counted.values()))
