"""Footage and stills for a scene: how many shots of which length, and what each shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import ShotType
from geminivideo.rendering import scene_matching
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.scene_matching import Choice, Need, Uses
from geminivideo.rendering.shots import cut, shot_count
from geminivideo.rendering.stills.choosing import StillChoice, StillUses, Wish
from geminivideo.rendering.transitions import LONGEST

_EXTRA_SHOTS = 3


Shot = tuple[tuple[int, int], Choice | StillChoice]


def choose_shots(edit: Edit, start: int, frames: int, scene: BlueprintScene) -> list[Shot] | None:
    """Footage for the whole scene in the usual number of shots, else in more and shorter or fewer and longer ones.

    A still comes first where the scene calls for one, and fills in where no number of shots finds footage for all.
    """
    stills = edit.settings.styling.stills
    if scene.shot_type is ShotType.TEXT_CARD or not (edit.footage or stills):
        return None
    shots = _shots(edit, start, frames, scene, filling_in=False)
    return shots if shots or not stills else _shots(edit, start, frames, scene, filling_in=True)


def _shots(edit: Edit, start: int, frames: int, scene: BlueprintScene, *, filling_in: bool) -> list[Shot] | None:
    usual = shot_count(frames, edit.blueprint.pacing)
    most = max(usual, frames // FPS)
    for count in [*range(usual, min(usual + _EXTRA_SHOTS, most) + 1), *range(usual - 1, 0, -1)]:
        spans = cut(start, frames, count, edit.accents(start, start + frames))
        trial = _Trial(edit, scene, filling_in, Uses(list(edit.uses.spans)), edit.still_uses.copy())
        chosen = trial.choices(spans)
        if chosen is not None:
            edit.uses, edit.still_uses = trial.uses, trial.still_uses
            return list(zip(spans, chosen, strict=True))
    return None


@dataclass(frozen=True, slots=True)
class _Trial:
    """One number of shots for a scene, tried out; the uses are what the ad would show with it."""

    edit: Edit
    scene: BlueprintScene
    filling_in: bool
    uses: Uses
    still_uses: StillUses

    def choices(self, spans: Sequence[tuple[int, int]]) -> list[Choice | StillChoice] | None:
        chosen: list[Choice | StillChoice] = []
        for number, (_start, frames) in enumerate(spans):
            # The last shot of a scene may go on under the next scene's transition.
            seconds = (frames + (LONGEST if number == len(spans) - 1 else 0)) / FPS
            choice = self._choice(frames, seconds, opens=number == 0)
            if choice is None:
                return None
            chosen.append(choice)
        return chosen

    def _choice(self, frames: int, seconds: float, *, opens: bool) -> Choice | StillChoice | None:
        wish = Wish(self.scene, self.edit.blueprint.product_name, frames)
        still = self.edit.stills.called_for(wish, self.still_uses) if opens else None
        if still is None:
            footage = self._footage(seconds)
            if footage is not None:
                return footage
            still = self.edit.stills.left_for(wish, self.still_uses) if self.filling_in else None
        if still is not None:
            self.still_uses.add(still)
        return still

    def _footage(self, seconds: float) -> Choice | None:
        scene, edit = self.scene, self.edit
        need = Need(scene.footage_query, scene.shot_type, scene.emotion, edit.blueprint.energy, seconds)
        choice = scene_matching.choose(need, edit.footage, self.uses, edit.similarity)
        if choice is not None:
            self.uses.add(choice, seconds)
            self.still_uses.latest = None
        return choice
