"""Of boxes that answer for the same thing, the surest one."""

import numpy as np

from geminivideo.footage.arrays import Vector

Floats = Vector  # of any number of dimensions


def separate(edges: Floats, *, same: float, most: int) -> list[int]:
    """Of boxes (left, top, right, bottom) in falling order of score, those that no better one covers.

    `same` is the overlap (intersection over union) from which two are one; at most `most` are kept.
    """
    kept: list[int] = []
    for candidate in range(len(edges)):
        if len(kept) == most:
            break
        if not kept or float(overlaps(edges[candidate], edges[kept]).max()) < same:
            kept.append(candidate)
    return kept


def overlaps(one: Floats, others: Floats) -> Floats:
    """Intersection over union."""
    begin, end = np.maximum(one[:2], others[:, :2]), np.minimum(one[2:], others[:, 2:])
    shared = np.clip(end - begin, 0, None).prod(axis=1)
    areas = (others[:, 2:] - others[:, :2]).prod(axis=1) + (one[2:] - one[:2]).prod()
    shares: Floats = shared / np.maximum(areas - shared, 1e-9)
    return shares
