"""The picture track: each scene in footage, else in cards, and the end card."""

from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.rendering.colour.looks import Look, leaning, with_look
from geminivideo.rendering.crop.window import centre_window
from geminivideo.rendering.editing.cards import add_cards, card_opening
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.explained import explained
from geminivideo.rendering.editing.shot_choice import choose_shots
from geminivideo.rendering.editing.way_in import way_in
from geminivideo.rendering.grade import grade_for
from geminivideo.rendering.plan.clips import EndCardClip, FootageClip
from geminivideo.rendering.plan.framing import Grade
from geminivideo.rendering.scene_matching import Choice
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import SceneSlot


def add_pictures(edit: Edit, slot: SceneSlot) -> None:
    card = edit.end_card(slot)
    body = slot.frames - card
    if body > 0:
        opening = card_opening(edit, slot, body)
        shots = choose_shots(edit, slot.start + opening, body - opening, slot.index)
        if shots:
            if opening:
                add_cards(edit, slot, opening)
            _add_footage(edit, slot, shots, first=not opening)
        else:
            add_cards(edit, slot, body)
    if card:
        into, blueprint = way_in(edit, slot.index if body == 0 else None, card), edit.blueprint
        edit.clips.append(
            EndCardClip(
                scene=slot.index,
                start=slot.end - card,
                frames=card,
                transition=into.kind,
                transition_frames=into.frames,
                reason=explained("the ad ends with its offer and what to do", edit, slot.index, into),
                product_name=clean(blueprint.product_name),
                offer=clean(blueprint.offer),
                call_to_action=clean(blueprint.cta.text),
            )
        )


def _add_footage(edit: Edit, slot: SceneSlot, shots: list[tuple[tuple[int, int], Choice]], *, first: bool) -> None:
    for number, ((start, frames), choice) in enumerate(shots):
        into = way_in(edit, slot.index if number == 0 and first else None, frames)
        window, fill = centre_window(choice.scene.source, edit.settings.platform.frame)
        features, look = choice.scene.features, edit.settings.styling.look
        grade, graded = _grade(edit, slot.index, features)
        edit.clips.append(
            FootageClip(
                scene=slot.index,
                start=start,
                frames=frames,
                transition=into.kind,
                transition_frames=into.frames,
                reason=explained(choice.reason, edit, slot.index, into, graded),
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
        )


def _grade(edit: Edit, index: int, features: SceneFeatures) -> tuple[Grade, str]:
    """The grade and what it adds to the clip's reason. A look that was asked for stands alone: the lean of the
    scene's role on top would make it another look.
    """
    grade, look, role = grade_for(edit.blueprint, features), edit.settings.styling.look, edit.cast[index].role
    if look is not None or role.lean == Look():
        return with_look(grade, look), ""
    return leaning(grade, role.lean), "graded for its part"
