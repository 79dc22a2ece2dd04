"""Reframing: the one good position of a crop window for a shot, from where its subjects are.

Coordinates inside are fractions of the source picture; the answer is in even pixels.
"""

from collections.abc import Sequence

from geminivideo.core.footage_scene import FootageSource, SubjectSample
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.crop import subjects as seen
from geminivideo.rendering.plan.framing import CropWindow, Fill

_SNAP_TO_CENTRE = 0.08  # of the window: closer than this nobody sees that it is off
_EYES_AT = 0.38  # where the middle of a face should stand in the window: a little above the middle, with headroom
_MIN_KEPT_HEIGHT = 0.5  # a window that keeps less of a picture's height than this cuts people in half


def crop_window(
    source: FootageSource, frame: FrameSize, subjects: Sequence[SubjectSample], *, zoom: float = 1.0
) -> tuple[CropWindow, Fill]:
    """Where to look in `source` for a frame of this shape; `zoom` above 1 takes a closer window.

    A window that would cut a tall picture down to a strip that cannot hold its subject is given up: then the whole
    picture stands on a blurred copy of itself.
    """
    width, height = covering_size(source, frame, zoom)
    subject = seen.subject_of(subjects, width, height)
    if height < _MIN_KEPT_HEIGHT / zoom and seen.is_taller(subjects, subject, height):
        return _whole(source), Fill.BLURRED
    faces = seen.has_face(subjects)
    left = settled(subject.left, subject.right, width) if subject else (1 - width) / 2
    top = settled(subject.top, subject.bottom, height, aim=aim_of(faces=faces)) if subject else (1 - height) / 2
    return _in_pixels(source, left, top, width, height), Fill.COVER


def centre_window(source: FootageSource, frame: FrameSize) -> tuple[CropWindow, Fill]:
    """What is used when smart crop is off."""
    return crop_window(source, frame, ())


def covering_size(source: FootageSource, frame: FrameSize, zoom: float) -> tuple[float, float]:
    """The largest window of the frame's shape, divided by `zoom`."""
    ratio = (frame.width / frame.height) / (source.width / source.height)
    return min(1.0, ratio) / zoom, min(1.0, 1 / ratio) / zoom


def aim_of(*, faces: bool) -> float:
    """At which share of a window's height the middle of its subject should stand."""
    return _EYES_AT if faces else 0.5


def settled(low: float, high: float, size: float, *, aim: float = 0.5) -> float:
    """Where a window that stands still begins: near the centre, at the centre."""
    centred = (1 - size) / 2
    near = abs((low + high) / 2 - aim * size - centred) <= _SNAP_TO_CENTRE * size
    if near and centred <= low and high <= centred + size:
        return centred
    return start_for(low, high, size, aim=aim)


def start_for(low: float, high: float, size: float, *, aim: float = 0.5) -> float:
    """The window's start such that the middle of low..high stands at `aim` of it, with all of it inside if it fits."""
    start = (low + high) / 2 - aim * size
    if high - low <= size:
        start = min(max(start, high - size), low)
    return min(max(start, 0.0), 1 - size)


def _whole(source: FootageSource) -> CropWindow:
    return CropWindow(x=0, y=0, width=_even(source.width), height=_even(source.height))


def _in_pixels(source: FootageSource, left: float, top: float, width: float, height: float) -> CropWindow:
    columns = max(2, min(_even(width * source.width), _even(source.width)))
    rows = max(2, min(_even(height * source.height), _even(source.height)))
    x = min(_even(left * source.width), _even(source.width) - columns)
    y = min(_even(top * source.height), _even(source.height) - rows)
    return CropWindow(x=max(0, x), y=max(0, y), width=columns, height=rows)


def _even(value: float) -> int:
    """Rounded down to an even number, with room for floating point dust."""
    return int(value + 1e-6) // 2 * 2
