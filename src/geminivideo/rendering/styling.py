"""What an account adds to an edit of its own: music, brand, look."""

from dataclasses import dataclass

from geminivideo.rendering.brand.brand import Brand
from geminivideo.rendering.music_choice import Track


@dataclass(frozen=True, slots=True)
class Styling:
    track: Track | None = None
    brand: Brand | None = None
