"""Edits applied in their order: a plan that can be rendered, or an error that names the edit and why it cannot be."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from geminivideo.core.complaints import complaints_of
from geminivideo.core.errors import InvalidInputError, NotFoundError
from geminivideo.core.footage_scene import FootageSource
from geminivideo.rendering.length.limits import LIMITS
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.timeline_edits import footage
from geminivideo.rendering.timeline_edits.joining import join
from geminivideo.rendering.timeline_edits.model import (
    Delete,
    Join,
    Move,
    Replace,
    Slip,
    Sound,
    Split,
    TimelineEdit,
    Trim,
)
from geminivideo.rendering.timeline_edits.splitting import split
from geminivideo.rendering.timeline_edits.trimming import delete, trim


def edited(plan: EditPlan, edits: Sequence[TimelineEdit], find_source: footage.FindSource | None = None) -> EditPlan:
    """`find_source` knows footage that the plan does not use yet; it is asked only by a replacement.

    Raises:
        InvalidInputError: when an edit cannot be made, or the ad would be longer than its platform takes.
    """
    for number, edit in enumerate(edits, 1):
        try:
            plan = _applied(plan, edit, find_source)
        except ValidationError as error:  # which is a ValueError too
            said = "; ".join(complaint["message"] for complaint in complaints_of(error.errors(include_url=False)))
            raise _refused(number, edit, said) from error
        except ValueError as error:
            raise _refused(number, edit, str(error)) from error
    longest = LIMITS[plan.platform].longest
    if edits and plan.frames > longest * FPS:
        raise InvalidInputError(
            f"The edited ad would last {plan.seconds:.1f} s; {plan.platform} takes at most {longest} s.",
            next_step="trim or delete clips in the same request",
        )
    return plan


def _applied(plan: EditPlan, edit: TimelineEdit, find_source: footage.FindSource | None) -> EditPlan:
    if isinstance(edit, Replace):
        return footage.replace(plan, edit, find_source or (lambda footage_id: _own(plan, footage_id)))
    return _OPERATIONS[type(edit)](plan, edit)


_OPERATIONS: Mapping[type, Callable[[EditPlan, Any], EditPlan]] = {
    Split: split,
    Join: join,
    Trim: trim,
    Delete: delete,
    Slip: footage.slip,
    Move: footage.move,
    Sound: footage.sound,
}


def _own(plan: EditPlan, footage_id: str) -> FootageSource:
    source = next((source for source in plan.sources if source.footage_id == footage_id), None)
    if source is None:
        raise NotFoundError(f"The plan does not use {footage_id}.", next_step="name footage that is among its sources")
    return source


def _refused(number: int, edit: TimelineEdit, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"Edit {number} ({edit.op} of clip {edit.clip}) cannot be made: {why}.",
        next_step="change it or leave it out; nothing was changed. Clips are counted from 0, anew after each edit",
    )
