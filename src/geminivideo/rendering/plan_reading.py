"""Edit plans from outside: any JSON becomes a plan that can be rendered, or an error that says what to mend.

Where a source's file is and what it measures is never taken from the document: a plan file may name footage and
pictures of the library, and nothing else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from geminivideo.core.complaints import complaints_of
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.footage_scene import FootageSource
from geminivideo.rendering.length.limits import LIMITS
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.stills.given import Still
from geminivideo.rendering.stills.reading import no_still, with_known_stills
from geminivideo.rendering.text.escape import clean

_LONGEST_TEXT = 5_000
_DEEPEST = 16
_MOST_SOURCES = 200
_SHOWN = 5


def read_plan(
    document: Mapping[str, Any],
    find_source: Callable[[str], FootageSource],
    find_still: Callable[[str], Still] = no_still,
) -> EditPlan:
    """The plan in `document`, its sources as `find_source` knows them by their footage_id, and its pictures of the
    library as `find_still` does by their asset_id.

    Raises:
        InvalidInputError: when it is no plan, or one that cannot be rendered; and what those two raise.
    """
    values = _cleaned(document, _DEEPEST)
    sources = [find_source(footage_id).model_dump() for footage_id in _named(values, "footage_id")]
    stills = {asset_id: find_still(asset_id) for asset_id in _named(values, "asset_id")}
    values = with_known_stills(values, stills)
    try:
        plan = EditPlan.model_validate({**values, "sources": sources})
    except ValidationError as error:
        raise _unusable(_sentences(error)) from error
    longest = LIMITS[plan.platform].longest
    if plan.frames > longest * FPS:
        raise _unusable(f"it lasts {plan.seconds:.1f} s, and {plan.platform} takes at most {longest} s")
    return plan


def _cleaned(value: Any, depth: int) -> Any:
    """The same document with every text as one line of visible characters, as the planner itself writes them."""
    if depth == 0:
        raise _unusable("it is nested too deeply")
    if isinstance(value, Mapping):
        return {str(key): _cleaned(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item, depth - 1) for item in value]
    if not isinstance(value, str):
        return value
    if len(value) > _LONGEST_TEXT:
        raise _unusable(f"it holds a text of {len(value)} characters, and at most {_LONGEST_TEXT} are accepted")
    return clean(value)


def _named(values: Mapping[str, Any], field: str) -> list[str]:
    """In the order in which the clips name them; what is wrong with a clip, the plan's own rules will say."""
    clips = values.get("clips")
    named = [clip.get(field) for clip in clips if isinstance(clip, Mapping)] if isinstance(clips, list) else []
    found = list(dict.fromkeys(name for name in named if isinstance(name, str)))
    if len(found) > _MOST_SOURCES:
        raise _unusable(f"it uses {len(found)} files, and at most {_MOST_SOURCES} are accepted")
    return found


def _sentences(error: ValidationError) -> str:
    complaints = complaints_of(error.errors(include_url=False))
    said = [c["message"] if c["field"] == "the body" else f"{c['field'][:80]}: {c['message']}" for c in complaints]
    return "; ".join(said[:_SHOWN])


def _unusable(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"The plan cannot be rendered: {why}.",
        next_step="mend the plan; GET /pipeline/videos/{video_id}/plan gives one that works, to compare with",
    )
