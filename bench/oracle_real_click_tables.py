"""The page's tables of clicks and of the connector's extract."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.markdown import markdown_table

Part = Mapping[str, Any]


def with_interval(found: Part, digits: int = 3) -> str:
    low, high = found["interval_95"]
    return f"{found['mean']:+.{digits}f} ({low:+.{digits}f} to {high:+.{digits}f})"


def clicks(what: str, part: Part) -> str:
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
        with_interval(row["gain_over_mean"], 5),
        auc,
        f"{row['foretold']:.0%}",
    ]


def samples(found: Part) -> str:
    names = ("sample, out of five folds", "log-loss", "AUC (95%)")
    rows = [
        {"what": f"{name}, {part['clicks']} clicks in {part['impressions']}: {who}", **part[who]}
        for name, part in found.items()
        for who in ("ensemble", "logistic regression", "mean")
    ]
    return markdown_table(names, rows, _sample_cells)


def _sample_cells(row: Part) -> Sequence[str]:
    return [row["what"], f"{row['log_loss']:.3f}", _auc(row) if "auc" in row else ""]


def _auc(found: Part) -> str:
    low, high = found["auc_95"]
    return f"{found['auc']:.2f} ({low:.2f} to {high:.2f})"


def seeds(found: Part) -> str:
    repeated = "; ".join(
        f"ad {ad}: {value['one_type']:.2f} by one action type, {value['summed']:.2f} when all are summed"
        for ad, value in found["values"].items()
    )
    low, high = found["ctr"]
    return (
        f"A connector's extract, {found['ad_days']} days of {found['ads']} ads with a CTR of {low:.2%} to {high:.2%}: "
        f'the Oracle answers "{found["refusal"]}" Values: {repeated}.'
    )
