"""The picture that stands for the ad in a list: the sharpest one of its opening, once the title is in place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geminivideo.core.errors import ProcessingError
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
    import av

    with av.open(str(video), format="mov", options={"protocol_whitelist": "file"}) as container:
        for frame in container.decode(video=0):
            number = round(float(frame.time or 0) * FPS)
            if number >= end:
                return
            if number >= begin and (number - begin) % _EVERY == 0:
                yield frame


def _sharpness(frame: Any) -> float:
    """Variance of the Laplacian of a small copy: high where edges are crisp."""
    import cv2

    small = frame.reformat(width=frame.width // 3, height=frame.height // 3, format="gray").to_ndarray()
    return float(cv2.Laplacian(small, cv2.CV_64F).var())
