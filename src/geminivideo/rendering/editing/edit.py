"""An edit under way: what it is made from, and the clips so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import FootageScene
from geminivideo.rendering.editing.settings import EditSettings
from geminivideo.rendering.plan.clips import Clip
from geminivideo.rendering.plan.words import NarrationLine
from geminivideo.rendering.scene_matching import Similarity, Uses
from geminivideo.rendering.stills.choosing import Stills, StillUses
from geminivideo.rendering.timeline import Timeline


@dataclass(slots=True)
class Edit:
    blueprint: Blueprint
    timeline: Timeline
    settings: EditSettings
    footage: Sequence[FootageScene]
    similarity: Similarity
    beats: Sequence[int] = ()
    uses: Uses = field(default_factory=Uses)
    clips: list[Clip] = field(default_factory=list)
    cards: int = 0
    still_uses: StillUses = field(default_factory=StillUses)

    @property
    def stills(self) -> Stills:
        return Stills(self.settings.styling.stills, self.similarity, self.settings.seed)

    def accents(self, start: int, end: int) -> list[int]:
        """Frames in start..end at which a cut feels meant: where words begin, or on the music's beats."""
        frames = self.beats or [word.start for line in self.timeline.narration for word in line.words]
        return [frame for frame in frames if start < frame < end]

    def line(self, scene: int) -> NarrationLine | None:
        return next((line for line in self.timeline.narration if line.scene == scene), None)
