"""How a picture looks, each value from 0 to 1: brightness, contrast, colourfulness, sharpness."""

import cv2
import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import Picture

_LONG_EDGE = 1920
_STRONGEST_COLOURFULNESS = 109.0  # "extremely colourful" on the scale of Hasler and Suesstrunk (2003)
_BLUR_TAPS = 9
_EVERY = 3  # lines are enough; every one would cost three times as much
_LEAST_SPREAD = 4.0  # levels of gray; with less, as in a fade from black, there is only noise to be sharp
# Share of the gradients that one more blur takes away: about a fifth in a defocused picture, two thirds in a crisp one.
_SOFT, _CRISP = 0.22, 0.65


class Look(Frozen):
    brightness: float
    contrast: float
    colourfulness: float
    sharpness: float


def measure_look(picture: Picture) -> Look:
    small = picture.bgr()
    luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return Look(
        brightness=round(float(luma.mean()) / 255, 4),
        contrast=round(min(1.0, float(luma.std()) / 127.5), 4),
        colourfulness=round(colourfulness(small), 4),
        sharpness=round(sharpness(picture.gray(_LONG_EDGE)), 4),
    )


def colourfulness(bgr: Pixels) -> float:
    """Spread and mean of the opponent colours (Hasler and Suesstrunk, 2003); 1 is "extremely colourful"."""
    blue, green, red = (bgr[..., channel].astype(np.float32) for channel in range(3))
    red_green, yellow_blue = red - green, (red + green) / 2 - blue
    spread = float(np.hypot(red_green.std(), yellow_blue.std()))
    mean = float(np.hypot(red_green.mean(), yellow_blue.mean()))
    return min(1.0, (spread + 0.3 * mean) / _STRONGEST_COLOURFULNESS)


def sharpness(gray: Pixels) -> float:
    """The share of a picture's gradients that one more blur would take away, in its less sharp direction.

    After Crete et al. (2007): a picture that is blurred already loses little. Unlike the variance of the Laplacian
    it does not depend on how much contrast or detail the scene has.
    """
    if float(gray.std()) < _LEAST_SPREAD:
        return 0.0
    fine = cv2.GaussianBlur(gray, (3, 3), 0)  # noise is not sharpness
    lost = min(_lost_gradient(fine[::_EVERY]), _lost_gradient(fine[:, ::_EVERY].T))
    return float(np.clip((lost - _SOFT) / (_CRISP - _SOFT), 0.0, 1.0))


def _lost_gradient(lines: Pixels) -> float:
    """Along each line; sixteenths of a gray level, so that weak gradients are not rounded away."""
    before = np.ascontiguousarray(lines).astype(np.int16) << 4
    after = cv2.blur(before, (_BLUR_TAPS, 1))
    steps_before = cv2.absdiff(before[:, 1:], before[:, :-1])
    steps_after = cv2.absdiff(after[:, 1:], after[:, :-1])
    total = float(steps_before.sum(dtype=np.int64))
    return float(np.maximum(steps_before - steps_after, 0).sum(dtype=np.int64)) / total if total else 0.0
