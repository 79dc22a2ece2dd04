"""Footage for a scene: how many shots of which length, and what each shows."""

from collections.abc import Sequence

from geminivideo.core.vocabulary import ShotType
from geminivideo.rendering import scene_matching
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.scene_matching import Choice, Need, Uses
from geminivideo.rendering.shots import cut, shot_count
from geminivideo.rendering.transitions import LONGEST

_EXTRA_SHOTS = 3


def choose_shots(edit: Edit, start: int, frames: int, index: int) -> list[tuple[tuple[int, int], Choice]] | None:
    """Footage for the whole scene in the usual number of shots, else in more and shorter or fewer and longer ones."""
    scene, role = edit.blueprint.scenes[index], edit.cast[index].role
    if scene.shot_type is ShotType.TEXT_CARD or not edit.footage:
        return None
    usual = shot_count(frames, edit.blueprint.pacing, role.pace)
    most = max(usual, frames // FPS)
    for count in [*range(usual, min(usual + _EXTRA_SHOTS, most) + 1), *range(usual - 1, 0, -1)]:
        spans = cut(start, frames, count, edit.accents(start, start + frames), edit.snap)
        tried = Uses(list(edit.uses.spans))
        chosen = _try_shots(edit, spans, index, tried)
        if chosen is not None:
            edit.uses = tried
            return list(zip(spans, chosen, strict=True))
    return None


def _try_shots(edit: Edit, spans: Sequence[tuple[int, int]], index: int, uses: Uses) -> list[Choice] | None:
    chosen = []
    for number, (_start, frames) in enumerate(spans):
        # The last shot of a scene may go on under the next scene's transition.
        seconds = (frames + (LONGEST if number == len(spans) - 1 else 0)) / FPS
        choice = _choose(edit, index, number, seconds, uses)
        if choice is None:
            return None
        uses.add(choice, seconds)
        chosen.append(choice)
    return chosen


def _choose(edit: Edit, index: int, number: int, seconds: float, uses: Uses) -> Choice | None:
    """The first kind of shot for which there is footage that is good enough."""
    scene, same_take = edit.blueprint.scenes[index], edit.grammar.jump_cuts and number > 0
    for shot in _shot_types(edit, index, number):
        need = Need(scene.footage_query, shot, scene.emotion, edit.blueprint.energy, seconds, same_take=same_take)
        choice = scene_matching.choose(need, edit.footage, uses, edit.similarity)
        if choice is not None:
            return choice
    return None


def _shot_types(edit: Edit, index: int, number: int) -> tuple[ShotType, ...]:
    """A scene opens as its blueprint asks and goes on as its role does; under another template its role asks for all.

    Several shots of one kind in a row are one long shot with a fault in it.
    """
    written, shots = edit.blueprint.scenes[index].shot_type, edit.cast[index].role.shots
    if not edit.own_template:
        return (shots[number % len(shots)], written)
    return (written,) if number == 0 else (shots[(number - 1) % len(shots)], written)
