"""How loud the tracks of a mix are against what the program would choose."""

from pydantic import Field

from geminivideo.core.blueprint import Frozen


class MixSettings(Frozen):
    """Gains against the usual levels; the whole ad is brought to -14 LUFS afterwards, whatever they are."""

    voice_db: float = Field(0.0, ge=-30, le=12)
    music_db: float = Field(0.0, ge=-30, le=12)
    original_db: float = Field(0.0, ge=-30, le=12, description="the clips' own sound, where it is heard")
    duck_db: float = Field(13.0, ge=0, le=40, description="how far the music goes down under the voice")
