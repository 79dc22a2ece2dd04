"""How a clip comes in after the one before."""

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.transitions import frames_of


def way_in(edit: Edit, scene: BlueprintScene | None, frames: int) -> tuple[Transition, int]:
    """The blueprint's transition where there is room for it; the ad begins, and shots within a scene change, by cut."""
    if scene is None or not edit.clips:
        return Transition.CUT, 0
    blend = frames_of(scene.transition)
    if blend == 0 or blend >= frames or blend > edit.clips[-1].frames // 2:
        return Transition.CUT, 0
    return scene.transition, blend
