"""What is asked of a render that begins with a blueprint."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, Platform, Quality
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan.voice import OFFLINE, VoiceMark
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.variants import Original


@dataclass(frozen=True, slots=True)
class RenderRequest:
    blueprint: Blueprint
    scenes: Sequence[FootageScene]
    platform: Platform
    quality: Quality = Quality.HIGH
    preview: bool = False
    add_captions: bool = True
    caption_style: CaptionStyle = CaptionStyle.HORMOZI
    smart_crop: bool = True
    beat_sync: bool = False
    seed: int = 0
    palette: Palette | None = None
    variant_of: Original | None = None
    styling: Styling = field(default_factory=Styling)
    voice: VoiceMark = OFFLINE
    template: AdStructure | None = None

    @property
    def captions_original_sound(self) -> bool:
        return self.add_captions and self.styling.original_sound and self.styling.caption_original_sound
