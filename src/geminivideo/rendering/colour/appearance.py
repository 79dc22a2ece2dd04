"""How a clip looks before it is graded: measured on a small picture of the very stretch that is shown."""

from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.core.checks import go_on
from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.looking_through import Moment, look, opened
from geminivideo.rendering.source_facts import SourceFacts

_SMALL = (96, 54)
_NEARLY_GREY = 30  # steps of the colour planes
_GREY_SHARE = 0.08  # of the picture: with less nothing says what white is
_LATEST_SECONDS = 1.5  # how far into the clip is looked
_ROUNDING = 1e-3


class Appearance(Frozen):
    """`light` is the geometric mean of luma, 0-1; `blue` and `red` are the offsets of what should be grey, in steps of
    the colour planes, and None where hardly anything is grey.
    """

    light: float
    blue: float | None
    red: float | None


def measure(path: Path, facts: SourceFacts, start: float, seconds: float) -> Appearance | None:
    """None for HDR, whose numbers mean something else, and where there is no picture.

    Raises:
        ProcessingError: when the file cannot be read.
    """
    import av

    if facts.hdr:
        return None
    lasts = min(seconds, _LATEST_SECONDS)
    try:
        with opened(path, facts.demuxer) as container:
            found = look(container, [Moment(start + lasts / 2, start, start + lasts)], go_on)
    except av.FFmpegError as error:
        raise ProcessingError(
            f"A source video of this ad cannot be read ({error}).",
            next_step="upload the footage again, then retry the job",
        ) from error
    pictures = [_small(frame) for time, frame in found.values() if time >= start - _ROUNDING]
    return _seen(pictures[0]) if pictures else None


def _small(frame: Any) -> np.ndarray[Any, Any]:
    """YUV in studio range."""
    small = frame.reformat(width=_SMALL[0], height=_SMALL[1], format="yuv444p", dst_color_range="MPEG")
    return np.asarray(small.to_ndarray())


def _seen(picture: np.ndarray[Any, Any]) -> Appearance:
    luma, blue, red = picture.astype(np.float64)
    light = np.clip((luma - 16) / 219, 0.004, 1.0)
    grey = (np.abs(blue - 128) < _NEARLY_GREY) & (np.abs(red - 128) < _NEARLY_GREY) & (light > 0.06) & (light < 0.97)
    known = bool(grey.mean() >= _GREY_SHARE)
    return Appearance(
        light=round(float(np.exp(np.log(light).mean())), 4),
        blue=round(float(blue[grey].mean() - 128), 2) if known else None,
        red=round(float(red[grey].mean() - 128), 2) if known else None,
    )
