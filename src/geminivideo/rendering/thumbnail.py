"""The picture that stands for the ad in a list: the sharpest one of its opening, once the title is in place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.mp4_opening import opened_mp4
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS

_SETTLED = 15  # frames until a title has come in
_SEARCHED_FRAMES = 75
_EVERY = 3
_JPEG_QUALITY = 88


def write_thumbnail(video: Path, plan: EditPlan, target: Path) -> None:
    first = plan.clips[0]
    begin = min(_SETTLED, first.frames - 1)
    end = max(begin + 1, min(first.frames, begin + _SEARCHED_FRAMES))
    best = max(_frames(video, begin, end), key=_sharpness, default=None)
    if best is None:
        raise ProcessingError("No picture could be taken from the finished ad.", next_step="retry the job")
    best.to_image().save(target, format="JPEG", quality=_JPEG_QUALITY, optimize=True)


def _frames(video: Path, begin: int, end: int) -> Iterator[Any]:
    """Some of those between. Frames that no other one needs are left out: others like them are beside them."""
    wanted = begin
    with opened_mp4(video) as container:
        decoder = container.streams.video[0].codec_context
        decoder.thread_count, decoder.skip_frame = 1, "NONREF"
        for frame in container.decode(video=0):
            number = round(float(frame.time or 0) * FPS)
            if number >= end and wanted > begin:
                return
            if number >= wanted:
                wanted = number + _EVERY
                yield frame


def _sharpness(frame: Any) -> float:
    """Variance of the Laplacian of a small copy: high where edges are crisp."""
    small = frame.reformat(width=frame.width // 3, height=frame.height // 3, format="gray").to_ndarray()
    grey = small.astype(np.int16)
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float((around - 4 * grey[1:-1, 1:-1]).var())
