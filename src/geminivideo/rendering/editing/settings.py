"""What an edit is asked to be, beside its blueprint."""

from dataclasses import dataclass, field

from geminivideo.core.vocabulary import AdStructure, CaptionStyle, Platform
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.styling import Styling


@dataclass(frozen=True, slots=True)
class EditSettings:
    platform: Platform
    caption_style: CaptionStyle
    seed: int
    palette: Palette | None = None
    beat_sync: bool = False
    styling: Styling = field(default_factory=Styling)
    template: AdStructure | None = None  # the blueprint's own structure
