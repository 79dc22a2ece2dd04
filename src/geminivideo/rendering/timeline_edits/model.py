"""The edits, as JSON. Clips are counted from 0, in the order of the plan; after each edit they are counted anew."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from geminivideo.core.blueprint import Frozen

_Index = Annotated[int, Field(ge=0, le=1_000, description="which clip of the plan, from 0")]
_MOST = 3_600  # frames


class CannotEditError(ValueError):
    """An edit that this plan has no room, footage or clip for; the message says which."""


class Mode(StrEnum):
    """What happens to the time: `ripple` moves all that follows along, `roll` gives it to or takes it from the
    neighbour, so that the ad stays as long as it is.
    """

    RIPPLE = "ripple"
    ROLL = "roll"


class Edge(StrEnum):
    HEAD = "head"
    TAIL = "tail"


class Split(Frozen):
    """One clip becomes two that show the same."""

    op: Literal["split"] = "split"
    clip: _Index
    at: int = Field(gt=0, le=_MOST, description="frame of the clip at which the second part begins")


class Join(Frozen):
    """A clip and the one after it, which goes on where it ends, become one: undoes a split."""

    op: Literal["join"] = "join"
    clip: _Index


class Trim(Frozen):
    op: Literal["trim"] = "trim"
    clip: _Index
    edge: Edge
    by: int = Field(ge=-_MOST, le=_MOST, description="frames that the edge moves; negative: to an earlier picture")
    mode: Mode = Mode.RIPPLE


class Slip(Frozen):
    """Another stretch of the same footage in the same place."""

    op: Literal["slip"] = "slip"
    clip: _Index
    seconds: float = Field(ge=-600, le=600, description="later in the source; negative: earlier")


class Delete(Frozen):
    """With `ripple` what is said or shown only during the clip goes with it; with `roll` the clip before lasts longer,
    before the first one the clip after begins earlier.
    """

    op: Literal["delete"] = "delete"
    clip: _Index
    mode: Mode = Mode.RIPPLE


class Move(Frozen):
    """The clip's pictures go elsewhere; voice, titles and captions stay where they are."""

    op: Literal["move"] = "move"
    clip: _Index
    to: _Index


class Replace(Frozen):
    """Other footage in the place of a clip, framed in its middle."""

    op: Literal["replace"] = "replace"
    clip: _Index
    footage_id: str = Field(max_length=64)
    in_seconds: float = Field(0.0, ge=0, description="where in that footage it begins")


class Sound(Frozen):
    """The clip's own sound: before its picture (a J cut), after it (an L cut), how loud, or not at all."""

    op: Literal["sound"] = "sound"
    clip: _Index
    lead_frames: int = Field(0, ge=0, le=60)
    tail_frames: int = Field(0, ge=0, le=60)
    gain_db: float = Field(0.0, ge=-30, le=12)
    muted: bool = False


TimelineEdit = Annotated[Split | Join | Trim | Slip | Delete | Move | Replace | Sound, Field(discriminator="op")]
