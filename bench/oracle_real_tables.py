"""The page's tables of `bench.oracle_real`."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.markdown import markdown_table
from bench.oracle_real_judge import pooled

_FORECASTERS = {
    "ensemble": "**the Oracle's ensemble**",
    "expected": "the same, its mean instead of its middle",
    "ridge": "ridge regression on the same features",
    "level": "the account's level, whatever the ad",
    "mean": "the mean of all earlier ads",
}
Part = Mapping[str, Any]


def table(figures: Part) -> str:
    cutoffs, bandit = figures["cutoffs"], figures["bandit"]
    pieces = [
        *[_cutoff(part) for part in cutoffs],
        _others(figures["others"], cutoffs),
        _slices(cutoffs),
        _ablation(cutoffs, bandit),
        *[_clicks(f"Open Bandit, {name}", part) for name, part in bandit["parts"].items()],
        _samples(figures["samples"]),
        _seeds(figures["seeds"]),
        f"Measured in {figures['seconds']:.0f} s.",
    ]
    return "\n\n".join(pieces)


def _cutoff(part: Part) -> str:
    first = f"{part['history']} ads before, the next {part['ads']} in {part['tests']} tests"
    names = (
        first,
        "MAE",
        "RMSE",
        "Spearman",
        "in tests",
        "95%: covered, wide",
        "90%: covered, wide",
        "our MAE less by",
    )
    rows = [{"name": name, **part["forecasts"][name], "gain": part["gain_over"][name]} for name in _FORECASTERS]
    return markdown_table(names, rows, _forecast)


def _forecast(row: Part) -> Sequence[str]:
    bounds = [_covered(row["intervals"][level]) for level in ("95%", "90%")]
    gain = "" if row["name"] == "ensemble" else _with_interval(row["gain"])
    errors = [f"{row['mae']:.3f}", f"{row['rmse']:.3f}", f"{row['foretold']:.0%}"]
    ranks = [f"{row['spearman']:.2f}", f"{row['spearman_within_tests']:.2f}"]
    return [_FORECASTERS[row["name"]], *errors, *ranks, *bounds, gain]


def _covered(found: Mapping[str, float]) -> str:
    return f"{found['coverage']:.1%}, {found['width']:.2f}"


def _with_interval(found: Part, digits: int = 3) -> str:
    low, high = found["interval_95"]
    return f"{found['mean']:+.{digits}f} ({low:+.{digits}f} to {high:+.{digits}f})"


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


def _clicks(what: str, part: Part) -> str:
    names = (
        f"{what}: {part['clicks']} clicks in {part['impressions']}",
        "log-loss",
        "less than the mean's by",
        "AUC (95%)",
        "clicks foretold, of those that came",
    )
    rows = [{"name": name, **found} for name, found in part["forecasts"].items()]
    return markdown_table(names, rows, _click_cells)


def _click_cells(row: Part) -> Sequence[str]:
    low, high = row["auc_95"]
    auc = f"{row['auc']:.2f} ({low:.2f} to {high:.2f})"
    return [
        row["name"],
        f"{row['log_loss']:.5f}",
        _with_interval(row["gain_over_mean"], 5),
        auc,
        f"{row['foretold']:.0%}",
    ]


def _samples(samples: Part) -> str:
    names = ("sample, out of five folds", "log-loss", "AUC (95%)")
    rows = [
        {"what": f"{name}, {part['clicks']} clicks in {part['impressions']}: {who}", **part[who]}
        for name, part in samples.items()
        for who in ("ensemble", "logistic regression", "mean")
    ]
    return markdown_table(names, rows, _sample_cells)


def _sample_cells(row: Part) -> Sequence[str]:
    return [row["what"], f"{row['log_loss']:.3f}", _auc(row) if "auc" in row else ""]


def _auc(found: Part) -> str:
    low, high = found["auc_95"]
    return f"{found['auc']:.2f} ({low:.2f} to {high:.2f})"


def _seeds(seeds: Part) -> str:
    repeated = "; ".join(
        f"ad {ad}: {found['one_type']:.2f} by one action type, {found['summed']:.2f} when all are summed"
        for ad, found in seeds["values"].items()
    )
    low, high = seeds["ctr"]
    return (
        f"A connector's extract, {seeds['ad_days']} days of {seeds['ads']} ads with a CTR of {low:.2%} to {high:.2%}: "
        f'the Oracle answers "{seeds["refusal"]}" Values: {repeated}.'
    )
