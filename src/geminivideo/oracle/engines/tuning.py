"""How hard engines may learn from so many rows.

Found on imagined accounts (bench/accounts.py, other seeds than those of the benchmark): boosting learns about as much
as the rows can carry, and leaves grow with what there is to put into them.
"""

# At this many rows, which is what the priors have, boosting learns in full.
_PLENTY = 9000


def boosting_rate(rows: int, rounds: int, full: float) -> float:
    """The learning rate: `full` is the sum of all rounds' rates at plenty of rows."""
    return max(full * float(min(rows / _PLENTY, 1.0) ** 0.7), full / 20) / rounds


def leaves(rows: int) -> int:
    """Leaves of a boosted tree."""
    return 12 if rows >= 2000 else 6


def depth(rows: int) -> int:
    """Depth of a boosted tree where it is limited by depth."""
    return 4 if rows >= 2000 else 3


def boosted_leaf(rows: int) -> int:
    """The fewest rows in a leaf of a boosted tree."""
    return 25 if rows >= 2000 else 15


def forest_leaf(rows: int) -> int:
    """The fewest rows in a leaf of the random forest, which has no rate to go slowly by."""
    return round(min(max(20 * float((400 / rows) ** 0.5), 4), 20))
