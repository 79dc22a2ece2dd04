"""What an edit grammar says: how scenes are cut, joined, titled and coloured by the role they play in their ad."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from geminivideo.core.vocabulary import AdStructure, Pacing, ShotType, Transition
from geminivideo.rendering.colour.looks import Look
from geminivideo.rendering.plan.words import TitlePlace
from geminivideo.rendering.sound.music.moods import MoodName


class WaysIn(NamedTuple):
    """The transition into a scene, by the pacing of the ad."""

    slow: Transition
    medium: Transition
    fast: Transition

    def at(self, pacing: Pacing) -> Transition:
        return {Pacing.SLOW: self.slow, Pacing.MEDIUM: self.medium, Pacing.FAST: self.fast}[pacing]


class Mark(StrEnum):
    """What is written before a scene's on-screen text, unless the text says it itself."""

    NOTHING = "nothing"
    NUMBER = "number"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class TitleTreatment:
    """`as_card`: the text opens its scene on a card of its own instead of standing over the picture."""

    place: TitlePlace = TitlePlace.TOP
    mark: Mark = Mark.NOTHING
    as_card: bool = False


@dataclass(frozen=True, slots=True)
class SceneRole:
    """`pace`: shots per second relative to the blueprint's pacing. `shots`: what the second shot of a scene and those
    after it show. `core`: kept where an ad has fewer scenes than its grammar has roles.
    """

    name: str
    why: str
    pace: float
    way_in: WaysIn
    shots: tuple[ShotType, ...]
    title: TitleTreatment = field(default_factory=TitleTreatment)
    lean: Look = field(default_factory=Look)
    core: bool = True


@dataclass(frozen=True, slots=True)
class MusicLean:
    """How the bed departs from what energy and pacing of the blueprint ask for; a given track stays what it is."""

    energy: float = 0.0
    mood: MoodName | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """`jump_cuts`: shots of a scene stay with one take and leave seconds of it out. `end_card`: its frames where the
    last scene is longer than an end card needs.
    """

    structure: AdStructure
    why: str
    opening: SceneRole
    body: tuple[SceneRole, ...]
    closing: SceneRole
    music: MusicLean = field(default_factory=MusicLean)
    end_card: int = 90
    jump_cuts: bool = False
