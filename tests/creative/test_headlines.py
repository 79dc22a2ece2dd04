"""The signs that headlines are compared by, and how pairs of them are counted."""

from pathlib import Path

import pytest
from bench import headlines
from bench.headline_signs import WIN_RATES, signs_appeal
from bench.headlines import Pair


@pytest.fixture(scope="module")
def pairs(shared_data: Path) -> list[Pair]:
    return headlines.load_pairs(shared_data / "upworthy" / "headline_tests.csv.gz")


def test_the_win_rates_are_those_of_the_training_part(pairs: list[Pair]) -> None:
    training, _ = headlines.split(pairs)
    assert {sign: round(rate.share, 2) for sign, rate in headlines.win_rates(training).items()} == WIN_RATES


def test_no_headline_is_in_two_folds(pairs: list[Pair]) -> None:
    folds: dict[str, set[int]] = {}
    for pair in pairs:
        for line in (pair.winner, pair.loser):
            folds.setdefault(headlines.plain(line), set()).add(pair.fold)
    assert {pair.fold for pair in pairs} == set(range(headlines.FOLDS))
    assert all(len(found) == 1 for found in folds.values())


def test_the_signs_beat_chance_on_headlines_that_they_were_not_counted_on(pairs: list[Pair]) -> None:
    assert headlines.cross_validated(pairs)["interval_95"][0] > 0.53
    _, held_out = headlines.split(pairs)
    assert headlines.accuracy(held_out, signs_appeal)["right"] > 0.55


def test_a_sign_counts_only_where_one_of_the_two_has_it() -> None:
    won, lost = Pair("I agree", "They agree", 2.5, "a"), Pair("They agree?", "I agree?", 2.5, "b")
    rates = headlines.win_rates([won, lost, Pair("I agree", "We agree", 2.5, "c"), won])
    assert (rates["first person"].won, rates["first person"].pairs) == (2, 3)
    assert rates["question mark"].pairs == 0


def test_a_pair_that_the_score_cannot_tell_apart_is_no_answer() -> None:
    pairs = [Pair("long", "short", 2.0, "a"), Pair("a", "bb", 2.0, "b"), Pair("a", "b", 2.0, "b")]
    found = headlines.accuracy(pairs, lambda line: float(line in {"long", "bb"}))
    assert (found["pairs"], found["told_apart"], found["right"]) == (3, 2, 0.5)
