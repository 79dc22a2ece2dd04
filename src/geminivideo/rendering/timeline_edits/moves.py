"""The keyframes of a clip that is cut: each part goes on as the whole did."""

from geminivideo.rendering.keyframes.easing import part_of
from geminivideo.rendering.keyframes.track import state_at
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.framing import Easing, Keyframe
from geminivideo.rendering.plan.still_clip import StillClip


def keyframes_in(clip: FootageClip | StillClip, first: int, frames: int) -> tuple[Keyframe, ...]:
    """Where a move is cut through, it ends at the edge as far as it has come there, and goes on from there."""
    keys, last = clip.keyframes, first + frames - 1
    inside = [_eased(clip, key, first, last) for key in keys if first <= key.frame <= last]
    if keys and keys[0].frame < first and (not inside or inside[0].frame > 0):
        inside.insert(0, _state(clip, first, 0))
    if inside and keys[-1].frame > last and inside[-1].frame < frames - 1:
        cut = _eased(clip, next(key for key in keys if key.frame > last), first, last)
        edge = _state(clip, last, frames - 1)
        inside.append(edge.model_copy(update={"easing": cut.easing, "bezier": cut.bezier}))
    return tuple(inside) or (() if not keys else (_state(clip, first, 0),))


def _eased(clip: FootageClip | StillClip, key: Keyframe, first: int, last: int) -> Keyframe:
    """The keyframe, counted from `first`, with what of the way to it lies in these frames. Of the easings only a Bezier
    curve has parts that are easings, too; another begins anew after the cut.
    """
    moved = key.model_copy(update={"frame": key.frame - first})
    before = max((each.frame for each in clip.keyframes if each.frame < key.frame), default=key.frame)
    if key.easing is not Easing.BEZIER or before == key.frame or (first <= before and key.frame <= last):
        return moved
    begin, end = ((frame - before) / (key.frame - before) for frame in (max(before, first), min(key.frame, last)))
    part = part_of(key.bezier, begin, end)
    return moved if part is None else moved.model_copy(update={"bezier": part})


def _state(clip: FootageClip | StillClip, frame: int, new_frame: int) -> Keyframe:
    state = state_at(clip, frame)
    return Keyframe(frame=new_frame, zoom=state.zoom, x=state.x, y=state.y, opacity=state.opacity)
