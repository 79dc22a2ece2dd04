"""How a clip comes in after the one before."""

from dataclasses import dataclass

from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.transitions import frames_of


@dataclass(frozen=True, slots=True)
class WayIn:
    kind: Transition = Transition.CUT
    frames: int = 0
    why: str = ""


def way_in(edit: Edit, scene: int | None, frames: int) -> WayIn:
    """The transition of scene `scene` where there is room for it; None within a scene, where shots change by cut.

    A blueprint's cut is what it says where it says nothing, so the grammar may choose there; any other transition
    of the blueprint stays, unless the ad is cut as another structure than it was written for.
    """
    if scene is None or not edit.clips:
        return WayIn()
    written = edit.blueprint.scenes[scene].transition
    stays = written is not Transition.CUT and edit.own_template
    kind = written if stays else edit.cast[scene].role.way_in.at(edit.blueprint.pacing)
    blend = frames_of(kind)
    if blend == 0 or blend >= frames or blend > edit.clips[-1].frames // 2:
        return WayIn()
    return WayIn(kind, blend, f"{kind} as the {'blueprint' if stays else 'template'} has it")
