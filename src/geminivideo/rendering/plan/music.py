"""What plays under the voice: a bed of our own, or a track of the library."""

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.rendering.sound.music.moods import MoodName


class MusicSettings(Frozen):
    mood: MoodName
    energy: float = Field(ge=0, le=10)


class TrackSettings(Frozen):
    """A track of the asset library in place of a bed of our own."""

    asset_id: str
    sha256: str
    offset_seconds: float = Field(0.0, ge=0, le=600, description="where in the track the ad begins")
    loop_seconds: float | None = Field(
        None, gt=0, le=600, description="the stretch from there on that repeats; null: it is played once"
    )
    beats: tuple[int, ...] = Field((), description="frames of the ad on which the track's beats fall: explains cuts")
