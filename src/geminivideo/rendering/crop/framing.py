"""The framing of one shot: where its window stands or goes, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geminivideo.core.footage_scene import FootageSource, SubjectSample
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.crop.hold_and_ease import Place
from geminivideo.rendering.crop.moves import Axis, Moves, moves_for
from geminivideo.rendering.crop.subjects import grounds, trusted
from geminivideo.rendering.crop.window import crop_window
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import CropKey, CropWindow, Fill

_USUAL_INTERVAL = 0.25
_ON = {
    "face": "on the face",
    "person": "on the person",
    "motion": "on what moves",
    "object": "on the thing",
    "saliency": "on what stands out",
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of a source: where it begins in the file and how many frames of the ad it fills."""

    in_seconds: float
    frames: int

    @property
    def seconds(self) -> float:
        return self.frames / FPS


@dataclass(frozen=True, slots=True)
class Framing:
    window: CropWindow
    fill: Fill
    path: tuple[CropKey, ...]
    reason: str


def frame_shot(
    source: FootageSource, frame: FrameSize, subjects: Sequence[SubjectSample], shot: Shot, *, zoom: float = 1.0
) -> Framing:
    window, fill = crop_window(source, frame, subjects, zoom=zoom)
    if fill is Fill.BLURRED:
        return Framing(window, fill, (), "the whole picture on its blur: a window would cut the subject")
    axis = _freer_axis(source, window)
    ordered = sorted(subjects, key=lambda sample: sample.at_seconds)
    moves = Moves((), "no subject was found")
    if trusted(ordered):
        moves = moves_for(axis, ordered, _interval(ordered), shot.in_seconds, shot.seconds)
    path = _keys(moves.places, axis, source, window, shot)
    return Framing(
        window, fill, path, moves.reason if path else f"stands {_on(source, window, ordered)}: {moves.reason}"
    )


def _on(source: FootageSource, window: CropWindow, subjects: Sequence[SubjectSample]) -> str:
    kind = grounds(subjects, window.width / source.width, window.height / source.height)
    return _ON[kind] if kind else "in the middle"


def _freer_axis(source: FootageSource, window: CropWindow) -> Axis:
    """The direction in which the window has more room: in the other one it stands."""
    horizontal = window.width / source.width <= window.height / source.height
    if horizontal:
        return Axis(horizontal=True, size=window.width / source.width, standing=window.x / source.width)
    return Axis(horizontal=False, size=window.height / source.height, standing=window.y / source.height)


def _interval(subjects: Sequence[SubjectSample]) -> float:
    """How often somebody looked: the smallest distance of two moments."""
    moments = sorted({sample.at_seconds for sample in subjects})
    return min((later - earlier for earlier, later in pairwise(moments)), default=_USUAL_INTERVAL)


def _keys(
    places: Sequence[Place], axis: Axis, source: FootageSource, window: CropWindow, shot: Shot
) -> tuple[CropKey, ...]:
    keys: dict[int, CropKey] = {}
    for place in places:
        frame = min(shot.frames - 1, max(0, round(place.seconds * FPS)))
        x, y = window.x, window.y
        if axis.horizontal:
            x = _even(min(place.start * source.width, source.width - window.width))
        else:
            y = _even(min(place.start * source.height, source.height - window.height))
        keys[frame] = CropKey(frame=frame, x=x, y=y)
    return tuple(keys.values()) if len(keys) > 1 else ()


def _even(value: float) -> int:
    """Down, so that the window stays inside."""
    return max(0, int(value) // 2 * 2)
