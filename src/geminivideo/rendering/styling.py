"""What an account adds to an edit of its own: music, brand, look, graphics, pictures. `notes` say what is missing."""

from dataclasses import dataclass, field

from geminivideo.core.vocabulary import LookName
from geminivideo.rendering.brand.brand import Brand
from geminivideo.rendering.graphics.wanted import Graphics
from geminivideo.rendering.music_choice import Track
from geminivideo.rendering.plan.assets import LutMark
from geminivideo.rendering.sound.levels import MixSettings
from geminivideo.rendering.sound.music.moods import MoodName
from geminivideo.rendering.stills.given import Still


@dataclass(frozen=True, slots=True)
class Styling:
    track: Track | None = None
    mood: MoodName | None = None
    brand: Brand | None = None
    look: LookName | None = None
    lut: LutMark | None = None
    match_clips: bool = True
    original_sound: bool = False
    caption_original_sound: bool = True
    graphics: Graphics = field(default_factory=Graphics)
    stills: tuple[Still, ...] = ()
    notes: tuple[str, ...] = ()
    mix: MixSettings = field(default_factory=MixSettings)
