"""How a layer over the picture stands at each of its frames: sampled, so that it follows its easing exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.area import Area
from geminivideo.rendering.keyframes.easing import eased
from geminivideo.rendering.plan.layers import LayerKey
from geminivideo.rendering.text.fitting import Placed

_SMALLEST = 0.05  # of its size: a spring must not turn a layer over


@dataclass(frozen=True, slots=True)
class Pose:
    """`x` and `y` in widths and heights of the frame."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stance:
    """A pose in pixels: `zoom` around a point of the frame, then a shift."""

    zoom: float
    around: tuple[float, float]
    shift: tuple[float, float]
    opacity: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        (middle_x, middle_y), (right, down) = self.around, self.shift
        return middle_x + (x - middle_x) * self.zoom + right, middle_y + (y - middle_y) * self.zoom + down

    def area(self, area: Area) -> Area:
        return Area(*self.point(area.left, area.top), *self.point(area.right, area.bottom))

    def placed(self, piece: Placed) -> Placed:
        x, y = self.point(piece.centre_x, piece.baseline)
        return replace(piece, centre_x=x, baseline=y, width=piece.width * self.zoom, em=piece.em * self.zoom)


def stance(pose: Pose, frame: FrameSize, area: Area) -> Stance:
    """Of a layer that usually fills `area` of the frame."""
    shift = (pose.x * frame.width, pose.y * frame.height)
    return Stance(pose.zoom, (area.centre_x, area.centre_y), shift, pose.opacity)


def pose_at(keys: Sequence[LayerKey], frame: float) -> Pose:
    """Before the first keyframe as in it, after the last one as in that."""
    if not keys:
        return Pose()
    before = after = keys[0]
    for earlier, later in pairwise(keys):
        if earlier.frame <= frame:
            before, after = earlier, later
    share = (frame - before.frame) / (after.frame - before.frame) if after is not before else 1.0
    way = eased(after, share)
    return Pose(
        zoom=max(_SMALLEST, _between(before.zoom, after.zoom, way)),
        x=_between(before.x, after.x, way),
        y=_between(before.y, after.y, way),
        opacity=min(1.0, max(0.0, _between(before.opacity, after.opacity, way))),
    )


def poses(keys: Sequence[LayerKey], frames: int) -> Iterator[tuple[int, int, Pose]]:
    """Start, end and pose of each stretch without change in which the layer can be seen at all."""
    for pose, run in groupby(range(frames), lambda frame: pose_at(keys, frame)):
        stretch = list(run)
        if pose.opacity > 0:
            yield stretch[0], stretch[-1] + 1, pose


def _between(begin: float, end: float, way: float) -> float:
    return begin + (end - begin) * way
