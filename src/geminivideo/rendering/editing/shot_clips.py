"""A chosen shot as a clip: framed, graded, and with what chose it and what its template adds as its reason."""

from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.rendering.colour.looks import Look, leaning, with_look
from geminivideo.rendering.crop.window import centre_window
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.explained import explained
from geminivideo.rendering.editing.way_in import WayIn
from geminivideo.rendering.grade import grade_for
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.framing import Grade
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.scene_matching import Choice
from geminivideo.rendering.stills.choosing import StillChoice
from geminivideo.rendering.stills.clips import facts_of, framed


def clip_of(
    edit: Edit, scene: int, span: tuple[int, int], into: WayIn, choice: Choice | StillChoice
) -> FootageClip | StillClip:
    """`span`: first frame and frames in the ad."""
    if isinstance(choice, StillChoice):
        return _still(edit, scene, span, into, choice)
    return _footage(edit, scene, span, into, choice)


def _footage(edit: Edit, scene: int, span: tuple[int, int], into: WayIn, choice: Choice) -> FootageClip:
    window, fill = centre_window(choice.scene.source, edit.settings.platform.frame)
    features, look = choice.scene.features, edit.settings.styling.look
    grade, graded = _grade(edit, scene, features)
    return FootageClip(
        scene=scene,
        start=span[0],
        frames=span[1],
        transition=into.kind,
        transition_frames=into.frames,
        reason=explained(choice.reason, edit, scene, into, graded),
        footage_id=choice.scene.source.footage_id,
        scene_id=choice.scene.scene_id,
        in_seconds=choice.in_seconds,
        crop=window,
        fill=fill,
        grade=grade,
        grade_reason=f"look {look}" if look else "",
        motion=features.motion,
        brightness=features.brightness,
    )


def _still(edit: Edit, scene: int, span: tuple[int, int], into: WayIn, choice: StillChoice) -> StillClip:
    """A picture that was cut out keeps its colours: they are the product's."""
    cut_out, look = choice.still.picture.transparent, edit.settings.styling.look
    grade, graded = (Grade(), "") if cut_out else _grade(edit, scene, SceneFeatures())
    return StillClip(
        scene=scene,
        start=span[0],
        frames=span[1],
        transition=into.kind,
        transition_frames=into.frames,
        reason=explained(choice.reason, edit, scene, into, graded),
        grade=grade,
        grade_reason=f"look {look}" if look and not cut_out else "",
        **facts_of(choice.still),
        **framed(choice.still, edit.settings.platform.frame, span[1], choice.turn),
    )


def _grade(edit: Edit, scene: int, features: SceneFeatures) -> tuple[Grade, str]:
    """The grade and what it adds to the clip's reason. A look that was asked for stands alone: the lean of the
    scene's role on top would make it another look.
    """
    grade, look, role = grade_for(edit.blueprint, features), edit.settings.styling.look, edit.cast[scene].role
    if look is not None or role.lean == Look():
        return with_look(grade, look), ""
    return leaning(grade, role.lean), "graded for its part"
