"""Split conformal prediction with locally scaled errors.

On rows that nothing else was fitted on, every error is divided by its expected size. A new ad's error is as likely to
have any rank among them as any other, whatever the engines are worth (Papadopoulos et al. 2002, Lei et al. 2018); so
the interval between two ranks covers at least the share it promises. The two tails are taken apart, because outcomes
are skewed.
"""

import math

import numpy as np

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.curves import Vector


class ConformalIntervals:
    def __init__(self, errors: Vector, scale: Vector) -> None:
        """`errors` are actual - predicted scores of the calibration rows, `scale` their expected sizes."""
        self._ranked = np.sort(errors / scale)

    def bounds(self, scores: Vector, scale: Vector, level: float) -> tuple[Vector, Vector]:
        """Lower and upper score per row, covering `level` of new rows; the prediction itself is always inside.

        Raises:
            InvalidInputError: when there are too few calibration rows for this level.
        """
        count = len(self._ranked)
        tail = (1 - level) / 2
        # 1e-9 keeps a rank that is a whole number from being moved by the last bit of the product.
        low_rank = math.floor((count + 1) * tail + 1e-9)
        if low_rank < 1:
            raise InvalidInputError(
                f"{count} calibration rows are too few for {level:.0%} intervals.",
                next_step=f"calibrate on at least {math.ceil(1 / tail - 1e-9) - 1} rows",
            )
        low, high = self._ranked[low_rank - 1], self._ranked[count - low_rank]
        return scores + min(low, 0.0) * scale, scores + max(high, 0.0) * scale
