"""The picture track: each scene in footage and stills, else in cards, and the end card."""

from geminivideo.rendering.editing.button import button_text
from geminivideo.rendering.editing.cards import add_cards, card_opening
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.explained import explained
from geminivideo.rendering.editing.shot_choice import Shot, choose_shots
from geminivideo.rendering.editing.shot_clips import clip_of
from geminivideo.rendering.editing.way_in import way_in
from geminivideo.rendering.plan.clips import EndCardClip
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import SceneSlot


def add_pictures(edit: Edit, slot: SceneSlot) -> None:
    card = edit.end_card(slot)
    body = slot.frames - card
    if body > 0:
        _add_body(edit, slot, body)
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
                call_to_action=button_text(blueprint),
            )
        )


def _add_body(edit: Edit, slot: SceneSlot, body: int) -> None:
    opening = card_opening(edit, slot, body)
    if opening:
        edit.still_uses.latest = None  # a card will stand between
    shots = choose_shots(edit, slot.start + opening, body - opening, slot.index)
    if not shots:
        edit.still_uses.latest = None
        add_cards(edit, slot, body)
        return
    if opening:
        add_cards(edit, slot, opening)
    _add_shots(edit, slot, shots, first=not opening)


def _add_shots(edit: Edit, slot: SceneSlot, shots: list[Shot], *, first: bool) -> None:
    for number, (span, choice) in enumerate(shots):
        into = way_in(edit, slot.index if number == 0 and first else None, span[1])
        edit.clips.append(clip_of(edit, slot.index, span, into, choice))
