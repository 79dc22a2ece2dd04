"""How a still is framed and moves where nobody says otherwise: calmly, and ending on its subject.

The subject is what stands out from a plain ground, looked for when the picture came into the library. Where the ground
is not plain nobody knows it: then the move ends on the middle, a third of the way up where there is room.
"""

import math
from dataclasses import dataclass

from geminivideo.core.footage_scene import Box
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import Bezier, CropWindow, Easing, Fill, Keyframe

_PUSH, _SHORT_PUSH = 1.08, 1.05  # zoom of a move over a picture that covers the frame, and of one that stands whole
_NEARLY_THE_SHAPE = 0.8  # share of the picture that covering shows, from which on panning would show nothing new
_LEAST_SHARE = 0.2  # below this a window is a slit: the picture stands whole
_PAN_SPEED = 0.18  # frame widths, or heights, a second: read while it goes by
_AIR = 0.12  # around what was cut out, of its longer side
_UPPER_THIRD = -1 / 3
_SOFT: Bezier = (1 / 3, 0.0, 2 / 3, 1.0)  # begins and ends at rest, and is never faster than half over its mean


@dataclass(frozen=True, slots=True)
class Framing:
    crop: CropWindow
    fill: Fill
    keyframes: tuple[Keyframe, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    transparent: bool
    subject: Box | None = None

    @property
    def whole(self) -> CropWindow:
        return self._window(0.0, 0.0, 1.0, 1.0)

    @property
    def around_subject(self) -> CropWindow:
        """With some air, as far as the picture has it."""
        box = self.subject
        if box is None:
            return self.whole
        air = _AIR * max(box.width * self.width, box.height * self.height)
        across, down = air / self.width, air / self.height
        ends = (min(1.0, box.x + box.width + across), min(1.0, box.y + box.height + down))
        return self._window(max(0.0, box.x - across), max(0.0, box.y - down), *ends)

    def _window(self, left: float, top: float, right: float, bottom: float) -> CropWindow:
        """From shares of the picture to even pixels inside it."""
        x, width = _even(left * self.width, right * self.width, self.width)
        y, height = _even(top * self.height, bottom * self.height, self.height)
        return CropWindow(x=x, y=y, width=width, height=height)


def _even(begin: float, end: float, side: int) -> tuple[int, int]:
    """Where it begins and how long it is, two pixels at least."""
    first = min(int(begin) // 2 * 2, side // 2 * 2 - 2)
    return first, max(2, (math.ceil(end) - first) // 2 * 2)


def frame_still(picture: Picture, frame: FrameSize, frames: int, turn: int) -> Framing:
    """`turn` is even or odd: pictures in a row move in turn one way and the other."""
    ratio = (frame.width / frame.height) / (picture.width / picture.height)
    across, down = min(1.0, ratio), min(1.0, 1 / ratio)  # shares of the picture that cover the frame
    if picture.transparent:
        return _whole(picture.around_subject, frames, turn, "cut out, so it stands whole")
    share = across * down
    if share < _LEAST_SHARE:
        return _whole(picture.whole, frames, turn, f"the frame would hold {share:.0%} of it, so it stands whole")
    subject = picture.subject
    if subject and (subject.width > across or subject.height > down):
        return _whole(picture.whole, frames, turn, "its subject is larger than the frame, so it stands whole")
    if share >= _NEARLY_THE_SHAPE:
        return Framing(picture.whole, Fill.COVER, *_push(frames, turn, _PUSH, _aim(subject, across, down)))
    return Framing(picture.whole, Fill.COVER, *_pan(subject, across, down, frames, turn))


def _whole(crop: CropWindow, frames: int, turn: int, why: str) -> Framing:
    keys, move = _push(frames, turn, _SHORT_PUSH, (0.0, 0.0))
    return Framing(crop, Fill.BLURRED, keys, f"{why}; {move}")


def _aim(subject: Box | None, across: float, down: float) -> tuple[float, float]:
    if subject is None:
        return 0.0, _UPPER_THIRD
    return _side(subject.centre_x, across / _PUSH), _side(subject.centre_y, down / _PUSH)


def _side(centre: float, size: float) -> float:
    """Where a window of this share of the picture stands in its room (-1 to 1) with the subject in its middle."""
    room = 1 - size
    return 0.0 if room <= 1e-9 else round(min(1.0, max(-1.0, 2 * (centre - size / 2) / room - 1)), 4)


def _push(frames: int, turn: int, zoom: float, aim: tuple[float, float]) -> tuple[tuple[Keyframe, ...], str]:
    """In towards the subject, or out until all is seen."""
    near, far = {"zoom": zoom, "x": aim[0], "y": aim[1]}, {"zoom": 1.0, "x": aim[0], "y": aim[1]}
    ends, move = ((far, near), "eases in") if turn % 2 == 0 else ((near, far), "eases out")
    return _between(frames, *ends), move


def _pan(subject: Box | None, across: float, down: float, frames: int, turn: int) -> tuple[tuple[Keyframe, ...], str]:
    """Along the longer side to the subject, from the side where there is more to see; else in turn from either."""
    name, size = ("x", across) if across < down else ("y", down)
    end = _side(subject.centre_x if name == "x" else subject.centre_y, size) if subject else 0.0
    reach = 2 * _PAN_SPEED * (frames / FPS) * size / (1 - size)  # in the room's own measure
    side = (-1 if turn % 2 == 0 else 1) if abs(end) < 0.5 else (-1 if end > 0 else 1)
    begin = round(min(1.0, max(-1.0, end + side * min(reach, 1.0))), 4)
    ways = {("x", True): "to the right", ("x", False): "to the left", ("y", True): "down", ("y", False): "up"}
    where = "onto its subject" if subject else "onto its middle"
    return _between(frames, {name: begin}, {name: end}), f"pans {ways[name, end > begin]} {where}"


def _between(frames: int, begin: dict[str, float], end: dict[str, float]) -> tuple[Keyframe, ...]:
    if frames < 2:
        return (Keyframe(frame=0, **end),)
    return Keyframe(frame=0, **begin), Keyframe(frame=frames - 1, easing=Easing.BEZIER, bezier=_SOFT, **end)
