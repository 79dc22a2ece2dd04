"""Parts and folds share no row, and no group."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.folds import deal, units_of
from geminivideo.oracle.prior import roas


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=5, max_size=200), st.lists(st.floats(0.05, 1), min_size=2, max_size=5))
def test_every_row_once_and_groups_whole(groups: list[int], shares: list[float]) -> None:
    units = np.array(groups)
    parts = deal(units, shares, np.random.default_rng(1))
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(len(units)))
    seen = [set(units[part].tolist()) for part in parts]
    assert sum(map(len, seen)) == len(set(groups))


def test_sizes_are_the_ones_asked_for() -> None:
    units = np.random.default_rng(2).integers(0, 80, 500)
    sizes = [len(part) for part in deal(units, [1.0] * 5, np.random.default_rng(1))]
    assert min(sizes) > 90
    assert max(sizes) < 110
    assert [len(part) for part in deal(np.arange(10), [0.6, 0.4], np.random.default_rng(1))] == [6, 4]


def test_the_same_seed_deals_the_same() -> None:
    units = np.arange(100) // 3
    one, same, other = (deal(units, [0.5, 0.5], np.random.default_rng(seed))[0].tolist() for seed in (1, 1, 2))
    assert one == same
    assert one != other


def grouped(groups: list[int]) -> Dataset:
    data = roas.draw(np.random.default_rng(1), len(groups))
    return Dataset(data.schema, data.x, data.outcomes, data.curve, data.evidence, np.array(groups))


@pytest.mark.parametrize(
    ("groups", "kept"),
    [
        ([n // 2 for n in range(20)], True),
        ([n // 3 for n in range(27)], False),  # nine groups
        ([0] * 5 + list(range(1, 16)), False),  # a quarter of all rows is one group
        ([0] * 4 + list(range(1, 17)), True),
    ],
)
def test_groups_that_cannot_be_dealt_are_left_out_of_account(groups: list[int], kept: bool) -> None:
    assert units_of(grouped(groups)).tolist() == (groups if kept else list(range(len(groups))))


def test_groups_go_with_their_rows() -> None:
    taken = grouped([1, 1, 2, 2, 3, 3]).take(np.array([5, 0]))
    assert taken.groups is not None
    assert taken.groups.tolist() == [3, 1]


def test_groups_must_fit() -> None:
    data = roas.draw(np.random.default_rng(1), 6)
    assert units_of(data).tolist() == [0, 1, 2, 3, 4, 5]
    with pytest.raises(InvalidInputError, match="2 groups do not fit 6"):
        Dataset(data.schema, data.x, data.outcomes, data.curve, data.evidence, np.array([1, 2]))
