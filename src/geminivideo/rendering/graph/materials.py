"""What the segments of a plan are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geminivideo.rendering.graph.model import File
from geminivideo.rendering.graph.overlaid import MovingPicture, Overlaid
from geminivideo.rendering.source_facts import SourceFacts


@dataclass(frozen=True, slots=True)
class EndCardFiles:
    panel: File
    panel_x: int  # of its left upper corner
    panel_y: int
    button: File
    button_x: int  # of its middle
    button_y: int


@dataclass(frozen=True, slots=True)
class Materials:
    sources: Mapping[str, File]
    facts: Mapping[str, SourceFacts]
    backgrounds: Mapping[int, File]  # by clip index
    end_card: EndCardFiles | None
    logo: Overlaid | MovingPicture | None = None
    lut: File | None = None
    keyframed: Mapping[int, File] = field(default_factory=dict)  # clips that are ready at the frame's size, by index
