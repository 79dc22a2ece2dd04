"""An edit under way: what it is made from, and the clips so far."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import FootageScene
from geminivideo.rendering.editing.settings import EditSettings
from geminivideo.rendering.plan.clips import MIN_END_CARD_FRAMES, Clip
from geminivideo.rendering.plan.words import NarrationLine
from geminivideo.rendering.scene_knowledge import SceneKnowledge
from geminivideo.rendering.scene_matching import Similarity, Uses
from geminivideo.rendering.shots import SNAP
from geminivideo.rendering.stills.choosing import Stills, StillUses
from geminivideo.rendering.templates.casting import Cast
from geminivideo.rendering.templates.marking import marked
from geminivideo.rendering.templates.model import Grammar
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import SceneSlot, Timeline


@dataclass(slots=True)
class Edit:
    blueprint: Blueprint
    timeline: Timeline
    settings: EditSettings
    footage: Sequence[FootageScene]
    similarity: Similarity
    grammar: Grammar
    cast: tuple[Cast, ...]
    knowledge: SceneKnowledge
    beats: Sequence[int] = ()
    uses: Uses = field(default_factory=Uses)
    clips: list[Clip] = field(default_factory=list)
    cards: int = 0
    still_uses: StillUses = field(default_factory=StillUses)

    @property
    def stills(self) -> Stills:
        return Stills(self.settings.styling.stills, self.similarity, self.settings.seed)

    @property
    def has_pictures(self) -> bool:
        """Whether there is anything to show but cards."""
        return bool(self.footage or self.settings.styling.stills)

    @property
    def own_template(self) -> bool:
        """Whether the ad is cut as it was written; else what its scenes ask for belongs to another structure."""
        return self.grammar.structure is self.blueprint.structure

    def accents(self, start: int, end: int) -> list[int]:
        """Frames in start..end at which a cut feels meant: where words begin, or on the music's beats."""
        frames = self.beats or [word.start for line in self.timeline.narration for word in line.words]
        return [frame for frame in frames if start < frame < end]

    @property
    def snap(self) -> int:
        """Frames that a cut may move: with beats to the nearest one, however slow they are."""
        gaps = [after - before for before, after in pairwise(self.beats)]
        return max(SNAP, math.ceil(median(gaps) / 2)) if gaps else SNAP

    def end_card(self, slot: SceneSlot) -> int:
        """Frames of the end card in this scene: with beats it comes in on one, if it stays long enough to read."""
        at = slot.end - slot.end_card
        latest = slot.end - MIN_END_CARD_FRAMES
        near = [beat for beat in self.beats if slot.start < beat <= latest and abs(beat - at) <= self.snap]
        if not slot.end_card or slot.end_card == slot.frames or not near:
            return slot.end_card
        return slot.end - min(near, key=lambda beat: (abs(beat - at), beat))

    def on_screen_text(self, scene: int) -> str:
        """As the scene's role has it: numbered, labelled or as it is."""
        return marked(clean(self.blueprint.scenes[scene].on_screen_text), self.cast[scene], self.blueprint.language)

    def line(self, scene: int) -> NarrationLine | None:
        return next((line for line in self.timeline.narration if line.scene == scene), None)
