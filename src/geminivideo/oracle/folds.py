"""Which rows are held out together. Rows of one group never stand on both sides."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.dataset import Dataset

Numbers = npt.NDArray[np.intp]


# A fold needs groups to be made of, and no group may be larger than a fold.
_LEAST_GROUPS, _LARGEST_SHARE = 10, 0.2


def units_of(dataset: Dataset) -> npt.NDArray[np.integer]:
    """The groups, or a unit of its own for every row: without groups, or where they cannot be dealt evenly."""
    if dataset.groups is None or not _can_be_dealt(dataset.groups):
        return np.arange(len(dataset.outcomes))
    return dataset.groups


def _can_be_dealt(groups: npt.NDArray[np.integer]) -> bool:
    sizes = np.unique(groups, return_counts=True)[1]
    return len(sizes) >= _LEAST_GROUPS and sizes.max() <= _LARGEST_SHARE * len(groups)


def deal(units: npt.NDArray[np.integer], shares: Sequence[float], rng: np.random.Generator) -> list[Numbers]:
    """Row numbers of parts that have about these shares of the rows; a group goes whole to one part.

    Groups come in random order, and each goes where most rows are still wanted.
    """
    _, unit, sizes = np.unique(units, return_inverse=True, return_counts=True)
    order = rng.permutation(len(sizes))
    if len(sizes) == len(units):  # nothing belongs together: exact parts
        ends = np.rint(np.cumsum(shares) / sum(shares) * len(units)).astype(int)[:-1]
        return list(np.split(order[unit], ends))
    wanted = np.array(shares) / sum(shares) * len(units)
    part_of = np.zeros(len(sizes), np.intp)
    for group in order:
        part_of[group] = int(np.argmax(wanted))
        wanted[part_of[group]] -= sizes[group]
    part = part_of[unit]
    return [np.flatnonzero(part == number) for number in range(len(shares))]
