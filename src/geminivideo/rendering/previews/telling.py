"""Which picture of a clip tells most of it, for the least decoding: the clip begins with the key frame before it."""

from geminivideo.rendering.plan.clips import Clip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.still_clip import StillClip

_COME_IN = 15  # frames after which titles, names and what stands on cards are in place
_CAPTIONED = 4  # a caption springs up within three


def telling_frames(plan: EditPlan, clip: Clip) -> range:
    """Those that stand alone: after the transition into the clip, and when what is written over it has come in."""
    alone = clip.frames - clip.transition_frames
    settled = _COME_IN if _is_written_over(plan, clip) else _CAPTIONED
    return range(clip.start + clip.transition_frames + min(settled, alone // 2), clip.end)


def telling_frame(plan: EditPlan, clip: Clip) -> int:
    return telling_frames(plan, clip).start


def _is_written_over(plan: EditPlan, clip: Clip) -> bool:
    """Whether more than captions comes in with the clip."""
    if not isinstance(clip, FootageClip | StillClip):
        return True
    marks = [*plan.titles, *plan.lower_thirds, *filter(None, [plan.countdown])]
    return any(
        clip.start <= mark.start < min(clip.end, clip.start + clip.transition_frames + _COME_IN) for mark in marks
    )
