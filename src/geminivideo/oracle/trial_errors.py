"""How far off two models' forecasts of the same ads are, ad by ad.

As |log(1 + actual) - log(1 + predicted)|: a forecast of 2 for a ROAS of 4 is as far off as one of 5 for 9, and a
single ad that returned thirtyfold does not decide alone. Such errors are smallest for a forecast of the middle ad,
while models forecast the mean, which is above it; so forecasts are first brought down to the middle, all by the same
factor. Else the model that says too little would win.
"""

import numpy as np

from geminivideo.oracle.account.level import without_extremes
from geminivideo.oracle.curves import Vector


def errors(actual: Vector, *forecasts: Vector) -> list[Vector]:
    """Nothing returns less than nothing, so a forecast below 0 counts as 0."""
    bounded = [np.maximum(forecast, 0.0) for forecast in forecasts]
    share = _middle_share(actual, np.mean(bounded, axis=0))
    return [np.abs(np.log1p(actual) - np.log1p(share * forecast)) for forecast in bounded]


def _middle_share(actual: Vector, expected: Vector) -> float:
    """What the middle ad returns, as a share of the mean, both as multiples of what was forecast for them.

    1 where that cannot be said: the middle ad returned nothing, or nothing was forecast.
    """
    if not (expected > 0).all():
        return 1.0
    returned = without_extremes(actual / expected)
    middle = float(np.median(returned))
    return min(middle / float(returned.mean()), 1.0) if middle > 0 else 1.0
