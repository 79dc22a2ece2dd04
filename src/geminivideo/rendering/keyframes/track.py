"""What a clip with keyframes shows at each of its frames."""

from dataclasses import dataclass
from itertools import pairwise

from geminivideo.rendering.area import Area
from geminivideo.rendering.crop.motion import view_at
from geminivideo.rendering.keyframes.easing import eased
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.framing import Keyframe
from geminivideo.rendering.plan.still_clip import StillClip


@dataclass(frozen=True, slots=True)
class State:
    zoom: float
    x: float
    y: float
    opacity: float


def state_at(clip: FootageClip | StillClip, frame: float) -> State:
    """Before the first keyframe as in it, after the last one as in that. Springs never swing out of the picture."""
    if not clip.keyframes:
        return State(zoom=1.0, x=0.0, y=0.0, opacity=1.0)
    before = after = clip.keyframes[0]
    for earlier, later in pairwise(clip.keyframes):
        if earlier.frame <= frame:
            before, after = earlier, later
    share = (frame - before.frame) / (after.frame - before.frame) if after is not before else 1.0
    way = eased(after, share)
    return State(
        zoom=max(1.0, _between(before, after, "zoom", way)),
        x=min(1.0, max(-1.0, _between(before, after, "x", way))),
        y=min(1.0, max(-1.0, _between(before, after, "y", way))),
        opacity=min(1.0, max(0.0, _between(before, after, "opacity", way))),
    )


def _between(before: Keyframe, after: Keyframe, name: str, way: float) -> float:
    begin, end = float(getattr(before, name)), float(getattr(after, name))
    return begin + (end - begin) * way


def shown_at(clip: FootageClip, frame: float) -> Area:
    """The part of the source in its pixels: what the crop shows, closer by the zoom and moved in what that leaves."""
    window, state = view_at(clip, frame), state_at(clip, frame)
    return inside(window, window.width / state.zoom, window.height / state.zoom, state)


def inside(window: Area, width: float, height: float, state: State) -> Area:
    """A part of a window, by its size and where the state has it in the room that this leaves."""
    left = window.left + (window.width - width) * (1 + state.x) / 2
    top = window.top + (window.height - height) * (1 + state.y) / 2
    return Area(left, top, left + width, top + height)
