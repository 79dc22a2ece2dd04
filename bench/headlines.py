"""What wins real headline tests, and how often what we know about them picks the winner.

Upworthy Research Archive (Matias et al. 2021, CC BY 4.0): randomised tests, without those whose assignment the
archive's authors no longer trust. Two headlines are a pair when they ran in one test with the same picture; it is
decided when their click rates differ by `z` standard errors or more. Tests that share a headline stand in one fold, so
no headline is both learned from and asked about.
"""

import csv
import gzip
import hashlib
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from bench.headline_signs import WIN_RATES, signs, signs_appeal
from geminivideo.creative.words import tokens

DATA = Path(__file__).parents[2] / "shared" / "data" / "upworthy" / "headline_tests.csv.gz"
DECIDED, CLEARLY_DECIDED = 1.96, 3.0
FOLDS, HELD_OUT = 5, 0
_RESAMPLED, _SEED = 1000, 7

Row = Mapping[str, str]
Scorer = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """`group` names the tests that hang together by shared headlines; `z` is how far the winner is ahead."""

    winner: str
    loser: str
    z: float
    group: str

    @property
    def fold(self) -> int:
        return hashlib.sha256(self.group.encode()).digest()[0] % FOLDS


@dataclass(frozen=True, slots=True)
class WinRate:
    """Over the pairs in which one headline has the sign and the other has not."""

    won: int
    pairs: int

    @property
    def share(self) -> float:
        return self.won / self.pairs


def load_pairs(path: Path, least_z: float = DECIDED) -> list[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["srm_window"] != "True"]
    group_of = group_rows(rows)
    variants: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        variants[row["test_id"], row["eyecatcher_id"]].append(row)
    return [pair for (test, _), shown in sorted(variants.items()) for pair in _decided(shown, least_z, group_of[test])]


def group_rows(rows: Sequence[Row]) -> dict[str, str]:
    """Test -> the first test of those that are connected by headlines they share."""
    leader = {row["test_id"]: row["test_id"] for row in rows}

    def find(test: str) -> str:
        while leader[test] != test:
            leader[test] = leader[leader[test]]
            test = leader[test]
        return test

    first_with: dict[str, str] = {}
    for row in rows:
        one, other = find(row["test_id"]), find(first_with.setdefault(plain(row["headline"]), row["test_id"]))
        leader[max(one, other)] = min(one, other)
    return {test: find(test) for test in leader}


def plain(headline: str) -> str:
    """What makes two headlines the same one: letters and digits, whatever their case."""
    return " ".join(tokens(headline))


def _decided(shown: Sequence[Row], least_z: float, group: str) -> Iterator[Pair]:
    for one, other in combinations(shown, 2):
        z = _z(one, other)
        if abs(z) >= least_z and plain(one["headline"]) != plain(other["headline"]):
            winner, loser = (one, other) if z > 0 else (other, one)
            yield Pair(winner["headline"], loser["headline"], abs(z), group)


def _z(one: Row, other: Row) -> float:
    """Two-proportion test with the pooled click rate."""
    clicks, seen = [int(row["clicks"]) for row in (one, other)], [int(row["impressions"]) for row in (one, other)]
    rate = sum(clicks) / sum(seen)
    spread = math.sqrt(rate * (1 - rate) * (1 / seen[0] + 1 / seen[1]))
    return (clicks[0] / seen[0] - clicks[1] / seen[1]) / spread if spread else 0.0


def win_rates(pairs: Iterable[Pair]) -> dict[str, WinRate]:
    won, met = dict.fromkeys(WIN_RATES, 0), dict.fromkeys(WIN_RATES, 0)
    for pair in pairs:
        winner, loser = signs(pair.winner), signs(pair.loser)
        for sign in winner ^ loser:
            met[sign] += 1
            won[sign] += sign in winner
    return {sign: WinRate(won[sign], met[sign]) for sign in WIN_RATES}


def learned(pairs: Iterable[Pair]) -> Scorer:
    """The signs with the win rates of these pairs."""
    rates = {sign: rate.share for sign, rate in win_rates(pairs).items()}
    return lambda line: signs_appeal(line, rates)


def accuracy(pairs: Sequence[Pair], score: Scorer) -> dict[str, Any]:
    """Of the pairs that the score tells apart, how many it gets right; a pair it cannot tell apart is no answer."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        ahead = score(pair.winner) - score(pair.loser)
        if ahead:
            outcomes[pair.group].append(ahead > 0)
    told = [right for group in outcomes.values() for right in group]
    return {
        "pairs": len(pairs),
        "told_apart": len(told),
        "right": sum(told) / len(told),
        "interval_95": _interval(list(outcomes.values())),
    }


def _interval(groups: Sequence[Sequence[bool]]) -> list[float]:
    """Bootstrap over the groups: pairs of one test are no independent evidence."""
    rng = np.random.default_rng(_SEED)
    right, told = np.array([sum(g) for g in groups]), np.array([len(g) for g in groups])
    drawn = rng.integers(len(groups), size=(_RESAMPLED, len(groups)))
    shares = right[drawn].sum(1) / told[drawn].sum(1)
    return [float(np.quantile(shares, 0.025)), float(np.quantile(shares, 0.975))]


def cross_validated(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Every pair asked about with the win rates of the other four folds."""
    scorers = {fold: learned(pair for pair in pairs if pair.fold != fold) for fold in range(FOLDS)}
    asked = {(line, pair.fold) for pair in pairs for line in (pair.winner, pair.loser)}
    known = {line: scorers[fold](line) for line, fold in asked}
    return accuracy(pairs, known.__getitem__)


def measure() -> dict[str, Any]:
    if not DATA.exists():
        sys.exit(f"The headline tests are not on this machine: {DATA} is missing.")
    from bench.headline_accuracy import measure_model

    pairs = load_pairs(DATA)
    training, held_out = split(pairs)
    clearly = [pair for pair in held_out if pair.z >= CLEARLY_DECIDED]
    return {
        "model": measure_model(pairs),
        "win_rates": {
            name: {sign: {"share": rate.share, "pairs": rate.pairs} for sign, rate in win_rates(part).items()}
            for name, part in (
                ("training", training),
                ("held_out", held_out),
                ("training_z3", [pair for pair in training if pair.z >= CLEARLY_DECIDED]),
            )
        },
        "accuracy": {
            "training": accuracy(training, signs_appeal),
            "held_out": accuracy(held_out, signs_appeal),
            "held_out_z3": accuracy(clearly, signs_appeal),
            "held_out_more_words": accuracy(held_out, lambda line: len(tokens(line))),
            "cross_validated": cross_validated(pairs),
        },
    }


def split(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The part to learn from, and the part held out."""
    return [pair for pair in pairs if pair.fold != HELD_OUT], [pair for pair in pairs if pair.fold == HELD_OUT]


_ROWS = {
    "training": "five signs, the pairs its win rates were counted on",
    "held_out": "five signs, held-out pairs",
    "held_out_z3": "five signs, held-out pairs with z of 3 or more",
    "held_out_more_words": "the line with more words, held-out pairs",
    "cross_validated": "five signs, rates learned anew for each of five folds",
}


def table(figures: Mapping[str, Any]) -> str:
    rates = figures["win_rates"]
    from bench.headline_accuracy import model_table

    lines = [model_table(figures["model"]), ""]
    lines += ["| sign | wins, training | wins, training, z of 3 or more | wins, held out |", "|---|---|---|---|"]
    for sign in rates["training"]:
        cells = [f"{rates[part][sign]['share']:.0%} of {rates[part][sign]['pairs']}" for part in
                 ("training", "training_z3", "held_out")]  # fmt: skip
        lines.append(f"| {sign} | {' | '.join(cells)} |")
    lines += ["", "| the five signs that it replaced | right (95% interval) | pairs told apart |", "|---|---|---|"]
    for name, label in _ROWS.items():
        found = figures["accuracy"][name]
        low, high = found["interval_95"]
        told = f"{found['told_apart']} of {found['pairs']}"
        lines.append(f"| {label} | {found['right']:.1%} ({low:.1%} - {high:.1%}) | {told} |")
    return "\n".join(lines)
