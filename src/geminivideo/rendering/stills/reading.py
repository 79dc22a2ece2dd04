"""Still clips of a plan from outside: what the library knows is put in, what was left open is planned."""

from collections.abc import Mapping
from typing import Any

from geminivideo.core.errors import NotFoundError
from geminivideo.core.vocabulary import Platform
from geminivideo.rendering.stills.clips import facts_of, framed
from geminivideo.rendering.stills.given import Still

_FRAMED = frozenset({"crop", "fill", "keyframes", "crop_reason"})
_MOST_FRAMES = 100_000  # far beyond any ad; the plan's own rules say what is wrong with more


def no_still(asset_id: str) -> Still:
    """For plans that are read where there is no library."""
    raise NotFoundError(f"There is no library to take {asset_id[:80]} from.", next_step="send the plan to the API")


def with_known_stills(values: Mapping[str, Any], stills: Mapping[str, Still]) -> Mapping[str, Any]:
    clips = values.get("clips")
    if not isinstance(clips, list):
        return values
    return {**values, "clips": [_known(number, clip, values, stills) for number, clip in enumerate(clips)]}


def _known(number: int, clip: Any, values: Mapping[str, Any], stills: Mapping[str, Still]) -> Any:
    """A clip that says nothing of crop and move is framed as the planner would; an empty list of keyframes is said."""
    still = _still_of(clip, stills)
    if still is None:
        return clip
    frame, frames = _frame(values), clip.get("frames")
    if frame is None or _FRAMED & set(clip) or not isinstance(frames, int) or not 0 < frames < _MOST_FRAMES:
        left_open: Mapping[str, Any] = {"crop": still.picture.whole.model_dump()}
    else:
        left_open = framed(still, frame, frames, number)
    return {**left_open, **clip, **facts_of(still)}


def _still_of(clip: Any, stills: Mapping[str, Still]) -> Still | None:
    if not isinstance(clip, Mapping) or clip.get("kind") != "still":
        return None
    asset_id = clip.get("asset_id")
    return stills.get(asset_id) if isinstance(asset_id, str) else None


def _frame(values: Mapping[str, Any]) -> Any:
    platform = values.get("platform")
    return Platform(platform).frame if platform in {each.value for each in Platform} else None
