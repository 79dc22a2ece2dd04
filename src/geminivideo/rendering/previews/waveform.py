"""How loud the ad is over its time: the peaks of the sound, and inside them its mean."""

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.palette import Rgb
from geminivideo.rendering.previews.lettering import GROUND

_WIDTH, _HEIGHT = 1200, 160
_PEAK: Rgb = (90, 130, 235)
_MEAN: Rgb = (165, 195, 255)
_FULL_SCALE = 32_768


def draw_waveform(sound: Path, target: Path) -> None:
    from PIL import Image, ImageDraw

    lowest, highest, mean = levels(sound, _WIDTH)
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), GROUND)
    canvas = ImageDraw.Draw(picture)
    for x in range(_WIDTH):
        canvas.line((x, _row(highest[x]), x, _row(lowest[x])), fill=_PEAK)
        canvas.line((x, _row(mean[x]), x, _row(-mean[x])), fill=_MEAN)
    picture.save(target, format="PNG", optimize=True)


def levels(sound: Path, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest sample and root mean square of each column, in full scale."""
    with wave.open(str(sound), "rb") as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
    mono = data.mean(axis=1) / _FULL_SCALE
    edges = np.linspace(0, len(mono), columns + 1).astype(int)
    parts = [mono[begin : max(begin + 1, end)] for begin, end in pairwise(edges)]
    found = [(part.min(), part.max(), np.sqrt((part**2).mean())) if len(part) else (0, 0, 0) for part in parts]
    low, high, mean = np.array(found, float).T
    return low, high, mean


def _row(level: float) -> int:
    return round((1 - level) * (_HEIGHT - 1) / 2)
