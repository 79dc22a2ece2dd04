"""How a clip looks before it is graded: measured on a few small pictures of the very stretch that is shown."""

from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.source_facts import SourceFacts

_SMALL = (96, 54)
_PICTURES = 3
_NEARLY_GREY = 30  # steps of the colour planes
_GREY_SHARE = 0.08  # of the picture: with less nothing says what white is
_LATEST_SECONDS = 1.5  # how far into the clip is looked


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
    try:
        options = {"protocol_whitelist": "file"}
        with av.open(str(path), format=facts.demuxer, options=options, metadata_errors="replace") as container:
            pictures = _pictures(container, start, min(seconds, _LATEST_SECONDS))
    except av.FFmpegError as error:
        raise ProcessingError(
            f"A source video of this ad cannot be read ({error}).",
            next_step="upload the footage again, then retry the job",
        ) from error
    return _seen(pictures) if pictures else None


def _pictures(container: Any, start: float, seconds: float) -> list[np.ndarray[Any, Any]]:
    """Up to three pictures of the stretch, evenly spread, as YUV in studio range."""
    stream = container.streams.video[0]
    stream.thread_count = 1
    stream.codec_context.skip_frame = "NONREF"  # a neighbour looks the same, and decoding is all that this costs
    container.seek(int((start + (stream.start_time or 0) * float(stream.time_base)) * 1_000_000), backward=True)
    wanted = [start + seconds * number / _PICTURES for number in range(_PICTURES)]
    found: list[np.ndarray[Any, Any]] = []
    for frame in container.decode(stream):
        at = float(frame.time or 0.0)
        if at >= wanted[len(found)] - 1e-3:
            small = frame.reformat(width=_SMALL[0], height=_SMALL[1], format="yuv444p", dst_color_range="MPEG")
            found.append(small.to_ndarray())
        if len(found) == _PICTURES:
            break
    return found


def _seen(pictures: list[np.ndarray[Any, Any]]) -> Appearance:
    luma, blue, red = (np.stack([picture[plane] for picture in pictures]).astype(np.float64) for plane in range(3))
    light = np.clip((luma - 16) / 219, 0.004, 1.0)
    grey = (np.abs(blue - 128) < _NEARLY_GREY) & (np.abs(red - 128) < _NEARLY_GREY) & (light > 0.06) & (light < 0.97)
    known = bool(grey.mean() >= _GREY_SHARE)
    return Appearance(
        light=round(float(np.exp(np.log(light).mean())), 4),
        blue=round(float(blue[grey].mean() - 128), 2) if known else None,
        red=round(float(red[grey].mean() - 128), 2) if known else None,
    )
