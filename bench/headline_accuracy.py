"""How often the trained appeal model picks the winner out of fold, how far to believe its chances, and who else."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.headline_training import (
    Lines,
    Wide,
    contrasts,
    leads,
    load_rows,
    out_of_fold,
    read_lines,
    winning_slope,
)
from bench.headlines import CLEARLY_DECIDED, FOLDS, Pair, Scorer, accuracy
from geminivideo.core.text_embedding import load_bundled_encoder
from geminivideo.creative.hook_quality import combine, quality_without_appeal
from geminivideo.creative.signals import concreteness, specificity, trigger_families
from geminivideo.creative.signs import TRIGGERS

_BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def measure_model(pairs: Sequence[Pair]) -> dict[str, Any]:
    rows = load_rows()
    lines = read_lines(rows, load_bundled_encoder())
    scores = out_of_fold(lines, contrasts(rows, lines.place))
    ahead = leads(pairs, lines, scores)
    half = float(np.median(np.abs(ahead)))
    clear = [pair for pair in pairs if pair.z >= CLEARLY_DECIDED]
    surer = [pair for pair, lead in zip(pairs, ahead, strict=True) if abs(lead) >= half]

    def score(line: str) -> float:
        return float(scores[lines.place[line]])

    return {
        "accuracy": {name: accuracy(part, score) for name, part in
                     (("all", pairs), ("z3", clear), ("surer", surer))},
        "calibration": calibration(ahead, np.array([pair.fold for pair in pairs])),
        "who": {name: accuracy(pairs, who) for name, who in others(lines, score, winning_slope(ahead)).items()},
    }  # fmt: skip


def calibration(ahead: Wide, fold: npt.NDArray[np.int64]) -> dict[str, Any]:
    """Each pair's chance with the slope of the other folds: what was promised for the favourite, and what came."""
    slope = np.zeros(len(ahead))
    for one in range(FOLDS):
        slope[fold == one] = winning_slope(ahead[fold != one])
    chance = 1 / (1 + np.exp(-slope * np.abs(ahead)))
    rows = []
    for low, high in itertools.pairwise(_BINS):
        kept = (chance >= low) & (chance < high)
        if kept.any():
            rows.append([low, high, int(kept.sum()), float(chance[kept].mean()), float((ahead[kept] > 0).mean())])
    return {"bins": rows, "ece": sum(n * abs(promised - came) for _, _, n, promised, came in rows) / len(ahead)}


def others(lines: Lines, score: Scorer, slope: float) -> dict[str, Scorer]:
    """What the local judges know of an opening line when there is no brief for it to name anything of."""

    def chance(line: str) -> float:
        return 1 / (1 + math.exp(-slope * score(line)))

    asked = {line: (combine(line, (), chance(line)), quality_without_appeal(line, ())) for line in lines.place}
    return {
        "the appeal model alone": score,
        "`hook_quality`, the reasoning seat's hook criterion": lambda line: asked[line][0],
        "the same without the appeal model": lambda line: asked[line][1],
        "psychology seat: families of triggers": lambda line: len(trigger_families(line)),
        "DeepCTR seat: a curiosity gap or a question": lambda line: (
            bool(TRIGGERS["curiosity"].search(line)) + 0.8 * bool(re.search(r"\?", line))
        ),
        "concreteness": concreteness,
        "specificity": specificity,
    }


def model_table(found: Mapping[str, Any]) -> str:
    lines = ["| appeal model, out of fold | right (95% interval) | pairs |", "|---|---|---|"]
    labels = {"all": "**all decided pairs**", "z3": "z of 3 or more", "surer": "the half that it is surer of"}
    lines += [_row(label, found["accuracy"][name]) for name, label in labels.items()]
    lines += ["", "| who else picks the winner | right (95% interval) | pairs told apart |", "|---|---|---|"]
    lines += [_row(name, share) for name, share in found["who"].items()]
    lines += ["", "| chance promised | pairs | mean promised | came true |", "|---|---|---|---|"]
    bins = found["calibration"]["bins"]
    lines += [f"| {low:.0%} - {high:.0%} | {n} | {said:.1%} | {came:.1%} |" for low, high, n, said, came in bins]
    return "\n".join([*lines, "", f"Expected calibration error: {found['calibration']['ece']:.1%}."])


def _row(label: str, share: Mapping[str, Any]) -> str:
    low, high = share["interval_95"]
    return f"| {label} | {share['right']:.1%} ({low:.1%} - {high:.1%}) | {share['told_apart']} of {share['pairs']} |"
