"""How loud the ad is over its time: the peaks of the sound, and inside them its mean."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.palette import Rgb
from geminivideo.rendering.previews.lettering import GROUND
from geminivideo.rendering.sound.pcm import read_wav

_WIDTH, _HEIGHT = 1200, 160
_PEAK: Rgb = (90, 130, 235)
_MEAN: Rgb = (165, 195, 255)


def draw_waveform(sound: Path, target: Path) -> None:
    from PIL import Image

    lowest, highest, mean = levels(sound, _WIDTH)
    rows = np.arange(_HEIGHT)[:, None]
    picture = np.full((_HEIGHT, _WIDTH, 3), GROUND, np.uint8)
    picture[(rows >= _row(highest)) & (rows <= _row(lowest))] = _PEAK
    picture[(rows >= _row(mean)) & (rows <= _row(-mean))] = _MEAN
    Image.fromarray(picture).save(target, format="PNG")


def levels(sound: Path, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest sample and root mean square of each column, in full scale; a column holds one sample or more,
    except after the end of a very short sound.
    """
    mono = read_wav(sound)
    mono = np.pad(mono, (0, max(0, columns - len(mono))))
    edges = np.linspace(0, len(mono), columns + 1).astype(int)[:-1]
    squares = np.add.reduceat(np.square(mono, dtype=np.float64), edges) / np.diff(edges, append=len(mono))
    low, high = np.minimum.reduceat(mono, edges), np.maximum.reduceat(mono, edges)
    return low.astype(np.float64), high.astype(np.float64), np.sqrt(squares)


def _row(level: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint((1 - level) * (_HEIGHT - 1) / 2).astype(np.int64)
