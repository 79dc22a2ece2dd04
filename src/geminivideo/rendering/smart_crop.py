"""Reframing: the one good position of a crop window for a shot, from where its subjects are.

Coordinates inside are fractions of the source picture; the answer is in even pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from geminivideo.core.footage_scene import FootageSource, SubjectSample
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.plan import CropWindow, Fill

_SNAP_TO_CENTRE = 0.08  # of the window: closer than this nobody sees that it is off
_EYES_AT = 0.38  # where the middle of a face should stand in the window: a little above the middle, with headroom
_FACE_MARGIN = 0.35  # room around a face that belongs to it, as a share of its size
_LEAST_CONFIDENCE = 0.3
_ACTION_MAY_BE_CUT = 0.4  # as a share of it, to show more of what it acts on
_STEPS = 100  # places tried for a window
_MIN_KEPT_HEIGHT = 0.5  # a window that keeps less of a picture's height than this cuts people in half


@dataclass(frozen=True, slots=True)
class _Rectangle:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def crop_window(
    source: FootageSource, frame: FrameSize, subjects: Sequence[SubjectSample], *, zoom: float = 1.0
) -> tuple[CropWindow, Fill]:
    """Where to look in `source` for a frame of this shape; `zoom` above 1 takes a closer window.

    A window that would cut a tall picture down to a strip that cannot hold its subject is given up: then the whole
    picture stands on a blurred copy of itself.
    """
    width, height = _cover(source, frame, zoom)
    subject = _subject(subjects, width, height)
    if height < _MIN_KEPT_HEIGHT / zoom and _is_taller(subjects, subject, height):
        return _whole(source), Fill.BLURRED
    faces = any(sample.kind == "face" for sample in _trusted(subjects))
    left = _position(subject.left, subject.right, width, aim=0.5) if subject else (1 - width) / 2
    aim = _EYES_AT if faces else 0.5
    top = _position(subject.top, subject.bottom, height, aim=aim) if subject else (1 - height) / 2
    return _in_pixels(source, left, top, width, height), Fill.COVER


def centre_window(source: FootageSource, frame: FrameSize) -> tuple[CropWindow, Fill]:
    """What is used when smart crop is off."""
    return crop_window(source, frame, ())


def _cover(source: FootageSource, frame: FrameSize, zoom: float) -> tuple[float, float]:
    """The largest window of the frame's shape, divided by `zoom`."""
    ratio = (frame.width / frame.height) / (source.width / source.height)
    return min(1.0, ratio) / zoom, min(1.0, 1 / ratio) / zoom


def _trusted(subjects: Sequence[SubjectSample]) -> list[SubjectSample]:
    return [sample for sample in subjects if sample.confidence >= _LEAST_CONFIDENCE and sample.box.area > 0]


def _subject(subjects: Sequence[SubjectSample], width: float, height: float) -> _Rectangle | None:
    """What must be seen: all faces when they fit together, else the largest; else what moves and stands out."""
    trusted = _trusted(subjects)
    faces = [_with_margin(sample) for sample in trusted if sample.kind == "face"]
    if faces:
        union = _union(faces)
        return union if union.width <= width and union.height <= height else _largest_subject(trusted)
    moving = [_rectangle(sample) for sample in trusted if sample.kind == "motion"]
    salient = [_rectangle(sample) for sample in trusted if sample.kind == "saliency"]
    return _attention(moving, salient, width, height) if moving or salient else None


def _attention(moving: Sequence[_Rectangle], salient: Sequence[_Rectangle], width: float, height: float) -> _Rectangle:
    """All of it where it fits. Else between what moves and what stands out: an action has two ends, as pouring has."""
    union = _union([*moving, *salient])
    if union.width <= width and union.height <= height:
        return union
    if not moving or not salient:
        return _densest([*moving, *salient], width, height)
    action, scene = _middle(moving), _middle(salient)
    left = _between(action.left, action.right, scene.left, scene.right, width)
    top = _between(action.top, action.bottom, scene.top, scene.bottom, height)
    return _Rectangle(left, top, left + width, top + height)


def _between(low: float, high: float, scene_low: float, scene_high: float, size: float) -> float:
    """A window's start half way between action (low..high) and scene, but never losing much of the action."""
    start = (low + high + scene_low + scene_high) / 4 - size / 2
    may_be_cut = _ACTION_MAY_BE_CUT * (high - low)
    return min(max(start, high - may_be_cut - size), low + may_be_cut)


def _largest_subject(trusted: Sequence[SubjectSample]) -> _Rectangle:
    """The place of the largest face over the shot: samples near it in the picture belong to the same person."""
    faces = [sample for sample in trusted if sample.kind == "face"]
    largest = max(faces, key=lambda sample: (sample.box.area * sample.confidence, -sample.box.x))
    reach = max(largest.box.width, 0.12)
    same = [sample for sample in faces if abs(sample.box.centre_x - largest.box.centre_x) <= reach]
    return _middle([_with_margin(sample) for sample in same])


def _rectangle(sample: SubjectSample) -> _Rectangle:
    box = sample.box
    return _Rectangle(box.x, box.y, box.x + box.width, box.y + box.height)


def _with_margin(sample: SubjectSample) -> _Rectangle:
    inner = _rectangle(sample)
    x, y = inner.width * _FACE_MARGIN, inner.height * _FACE_MARGIN
    return _Rectangle(
        max(0.0, inner.left - x), max(0.0, inner.top - y), min(1.0, inner.right + x), min(1.0, inner.bottom + y)
    )


def _union(boxes: Sequence[_Rectangle]) -> _Rectangle:
    return _Rectangle(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _middle(boxes: Sequence[_Rectangle]) -> _Rectangle:
    """The median box: one wrong detection does not move it."""
    return _Rectangle(
        median(box.left for box in boxes),
        median(box.top for box in boxes),
        median(box.right for box in boxes),
        median(box.bottom for box in boxes),
    )


def _densest(boxes: Sequence[_Rectangle], width: float, height: float) -> _Rectangle:
    """The window that shows most of what moves, when it does not all fit; the more central one of two equals."""
    left = _best_start([(box.left, box.right) for box in boxes], width)
    top = _best_start([(box.top, box.bottom) for box in boxes], height)
    return _Rectangle(left, top, left + width, top + height)


def _best_start(ranges: Sequence[tuple[float, float]], size: float) -> float:
    def seen(start: float) -> float:
        return sum(max(0.0, min(high, start + size) - max(low, start)) / max(high - low, 1e-6) for low, high in ranges)

    starts = [(1 - size) * step / _STEPS for step in range(_STEPS + 1)]
    return max(starts, key=lambda start: (round(seen(start), 6), -abs(start - (1 - size) / 2)))


def _is_taller(subjects: Sequence[SubjectSample], subject: _Rectangle | None, height: float) -> bool:
    """Whether the subject is taller than a window; what is not known may be anything."""
    if subject is None:
        return True
    moving = [_rectangle(sample) for sample in _trusted(subjects) if sample.kind != "face"]
    has_face = len(moving) < len(_trusted(subjects))
    return (subject if has_face else _middle(moving)).height > height


def _position(low: float, high: float, size: float, *, aim: float) -> float:
    """The window's start such that the middle of low..high stands at `aim` of it; near the centre, the centre."""
    start = (low + high) / 2 - aim * size
    centred = (1 - size) / 2
    if abs(start - centred) <= _SNAP_TO_CENTRE * size and centred <= low and high <= centred + size:
        start = centred
    if high - low <= size:  # keep all of the subject inside where it fits
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
