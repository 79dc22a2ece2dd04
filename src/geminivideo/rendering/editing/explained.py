"""Why a clip is as it is: the choice of its picture, its part in the ad, and how it comes in."""

from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.way_in import WayIn
from geminivideo.rendering.templates.explaining import explain_scene


def explained(choice: str, edit: Edit, scene: int, into: WayIn, graded: str = "") -> str:
    return "; ".join(part for part in (choice, explain_scene(edit.cast[scene]), into.why, graded) if part)
