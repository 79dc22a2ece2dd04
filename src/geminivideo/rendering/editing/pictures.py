"""The picture track: each scene in footage and stills, else in cards, and the end card."""

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.rendering.colour.looks import with_look
from geminivideo.rendering.crop.window import centre_window
from geminivideo.rendering.editing.cards import add_cards
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.shot_choice import choose_shots
from geminivideo.rendering.editing.way_in import way_in
from geminivideo.rendering.grade import grade_for
from geminivideo.rendering.plan.clips import EndCardClip, FootageClip
from geminivideo.rendering.plan.frames import Span
from geminivideo.rendering.scene_matching import Choice
from geminivideo.rendering.stills.choosing import StillChoice
from geminivideo.rendering.stills.clips import still_clip
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import SceneSlot


def add_pictures(edit: Edit, slot: SceneSlot, scene: BlueprintScene) -> None:
    body = slot.frames - slot.end_card
    if body > 0:
        shots = choose_shots(edit, slot.start, body, scene)
        if shots:
            _add_shots(edit, slot, scene, shots)
        else:
            add_cards(edit, slot, scene, body)
    if slot.end_card:
        kind, frames = way_in(edit, scene if body == 0 else None, slot.end_card)
        blueprint = edit.blueprint
        edit.clips.append(
            EndCardClip(
                scene=slot.index,
                start=slot.end - slot.end_card,
                frames=slot.end_card,
                transition=kind,
                transition_frames=frames,
                reason="the ad ends with its offer and what to do",
                product_name=clean(blueprint.product_name),
                offer=clean(blueprint.offer),
                call_to_action=clean(blueprint.cta.text),
            )
        )


def _add_shots(
    edit: Edit, slot: SceneSlot, scene: BlueprintScene, shots: list[tuple[tuple[int, int], Choice | StillChoice]]
) -> None:
    for number, ((start, frames), choice) in enumerate(shots):
        kind, blend = way_in(edit, scene if number == 0 else None, frames)
        frame, look = edit.settings.platform.frame, edit.settings.styling.look
        if isinstance(choice, StillChoice):
            span = Span(start=start, frames=frames)
            edit.clips.append(still_clip(choice, slot.index, span, (kind, blend), frame, edit.blueprint, look))
            continue
        window, fill = centre_window(choice.scene.source, frame)
        features = choice.scene.features
        edit.clips.append(
            FootageClip(
                scene=slot.index,
                start=start,
                frames=frames,
                transition=kind,
                transition_frames=blend,
                reason=choice.reason,
                footage_id=choice.scene.source.footage_id,
                scene_id=choice.scene.scene_id,
                in_seconds=choice.in_seconds,
                crop=window,
                fill=fill,
                grade=with_look(grade_for(edit.blueprint, features), look),
                grade_reason=f"look {look}" if look else "",
                motion=features.motion,
                brightness=features.brightness,
            )
        )
