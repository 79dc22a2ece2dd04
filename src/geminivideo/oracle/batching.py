"""Many items asked about in several requests, and their answers as one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from geminivideo.oracle.model import CtrPrediction, ranks

Asked = TypeVar("Asked")


def batched(items: Sequence[Asked], most: int) -> Iterator[Sequence[Asked]]:
    """A video of two hours has more scenes than one request may hold."""
    for start in range(0, len(items), most):
        yield items[start : start + most]


def ranked_together(found: Sequence[CtrPrediction]) -> list[CtrPrediction]:
    """Each batch was ranked by itself."""
    places = ranks([one.score for one in found], [one.scene_id for one in found])
    return [replace(one, rank=place) for one, place in zip(found, places, strict=True)]
