"""Still clips of a plan, from a choice or from what a person left open."""

from typing import Any

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.core.vocabulary import FrameSize, LookName, Transition
from geminivideo.rendering.colour.looks import with_look
from geminivideo.rendering.grade import grade_for
from geminivideo.rendering.plan.frames import Span
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.choosing import StillChoice
from geminivideo.rendering.stills.framing import frame_still
from geminivideo.rendering.stills.given import Still


def still_clip(
    choice: StillChoice,
    scene: int,
    span: Span,
    transition: tuple[Transition, int],
    frame: FrameSize,
    blueprint: Blueprint,
    look: LookName | None,
) -> StillClip:
    """A picture that was cut out keeps its colours: they are the product's."""
    cut_out = choice.still.picture.transparent
    graded = {} if cut_out else {"grade": with_look(grade_for(blueprint, SceneFeatures()), look)}
    return StillClip(
        scene=scene,
        start=span.start,
        frames=span.frames,
        transition=transition[0],
        transition_frames=transition[1],
        reason=choice.reason,
        grade_reason=f"look {look}" if look and not cut_out else "",
        **facts_of(choice.still),
        **framed(choice.still, frame, span.frames, choice.turn),
        **graded,
    )


def facts_of(still: Still) -> dict[str, Any]:
    picture, ref = still.picture, still.ref
    size = {"width": picture.width, "height": picture.height, "transparent": picture.transparent}
    return {"asset_id": ref.asset_id, "sha256": ref.sha256, **size}


def framed(still: Still, frame: FrameSize, frames: int, turn: int) -> dict[str, Any]:
    framing = frame_still(still.picture, frame, frames, turn)
    return {
        "crop": framing.crop,
        "fill": framing.fill,
        "keyframes": framing.keyframes,
        "crop_reason": framing.reason,
    }
