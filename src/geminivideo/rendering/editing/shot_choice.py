"""Footage and stills for a scene: how many shots of which length, and what each shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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


def choose_shots(edit: Edit, start: int, frames: int, index: int) -> list[Shot] | None:
    """Pictures for the whole scene in the usual number of shots, else in more and shorter or fewer and longer ones.

    A still comes first where the scene calls for one, and fills in where no number of shots finds footage for all.
    """
    if edit.blueprint.scenes[index].shot_type is ShotType.TEXT_CARD or not edit.has_pictures:
        return None
    shots = _shots(edit, start, frames, index, filling_in=False)
    return shots if shots or not edit.stills.given else _shots(edit, start, frames, index, filling_in=True)


def _shots(edit: Edit, start: int, frames: int, index: int, *, filling_in: bool) -> list[Shot] | None:
    usual = shot_count(frames, edit.blueprint.pacing, edit.cast[index].role.pace)
    most = max(usual, frames // FPS)
    for count in [*range(usual, min(usual + _EXTRA_SHOTS, most) + 1), *range(usual - 1, 0, -1)]:
        spans = cut(start, frames, count, edit.accents(start, start + frames), edit.snap)
        trial = _Trial(edit, index, filling_in, Uses(list(edit.uses.spans)), edit.still_uses.copy())
        if trial.chooses(spans):
            edit.uses, edit.still_uses = trial.uses, trial.still_uses
            return list(zip(spans, trial.chosen, strict=True))
    return None


@dataclass(frozen=True, slots=True)
class _Trial:
    """One number of shots for a scene, tried out; the uses are what the ad would show with it."""

    edit: Edit
    index: int
    filling_in: bool
    uses: Uses
    still_uses: StillUses
    chosen: list[Choice | StillChoice] = field(default_factory=list)

    def chooses(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether there is a picture for each of the shots."""
        for number, (_start, frames) in enumerate(spans):
            # The last shot of a scene may go on under the next scene's transition.
            seconds = (frames + (LONGEST if number == len(spans) - 1 else 0)) / FPS
            choice = self._choice(frames, seconds)
            if choice is None:
                return False
            self.chosen.append(choice)
        return True

    def _choice(self, frames: int, seconds: float) -> Choice | StillChoice | None:
        scene, stills = self.edit.blueprint.scenes[self.index], self.edit.stills
        wish = Wish(scene, self._shot_types[0], self.edit.blueprint.product_name, frames)
        still = None if self.chosen else stills.called_for(wish, self.still_uses)
        if still is None:
            footage = self._footage(seconds)
            if footage is not None:
                return footage
            still = stills.left_for(wish, self.still_uses) if self.filling_in else None
        if still is not None:
            self.still_uses.add(still)
        return still

    def _footage(self, seconds: float) -> Choice | None:
        """For the first kind of shot for which there is footage that is good enough. Only footage has jump cuts."""
        edit, scene = self.edit, self.edit.blueprint.scenes[self.index]
        jumps = edit.grammar.jump_cuts and isinstance(self.chosen[-1] if self.chosen else None, Choice)
        for shot in self._shot_types:
            need = Need(scene.footage_query, shot, scene.emotion, edit.blueprint.energy, seconds, same_take=jumps)
            choice = scene_matching.choose(need, edit.footage, self.uses, edit.similarity, edit.knowledge)
            if choice is not None:
                self.uses.add(choice, seconds)
                self.still_uses.latest = None
                return choice
        return None

    @property
    def _shot_types(self) -> tuple[ShotType, ...]:
        """A scene opens as its blueprint asks and goes on as its role does; under another template its role asks for
        all. Several shots of one kind in a row are one long shot with a fault in it.
        """
        edit, number = self.edit, len(self.chosen)
        written, shots = edit.blueprint.scenes[self.index].shot_type, edit.cast[self.index].role.shots
        if not edit.own_template:
            return (shots[number % len(shots)], written)
        return (written,) if number == 0 else (shots[(number - 1) % len(shots)], written)
