from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")


def batches_of(items: Sequence[T], most: int) -> list[Sequence[T]]:
    """As few batches as hold them all, and all about as large: the last one is not left with a single item."""
    count = -(-len(items) // most)
    edges = [round(len(items) * part / count) for part in range(count + 1)] if count else []
    return [items[start:end] for start, end in pairwise(edges)]
