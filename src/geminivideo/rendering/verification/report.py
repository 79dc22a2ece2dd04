"""What is measured in a finished file."""

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.vocabulary import Source
from geminivideo.rendering.library.credits import Credit


class Stretch(Frozen):
    """Seconds of the ad in which something holds."""

    start: float
    end: float


class Part(Frozen):
    """A segment that the file holds: how many pictures, and the checksum of them all."""

    frames: int
    checksum: int


class Picture(Frozen):
    """What was seen in the segments, by the ad's clock, and the segments that were joined."""

    black: tuple[Stretch, ...] = ()
    frozen: tuple[Stretch, ...] = ()
    parts: tuple[Part, ...] = ()


class RenderReport(Frozen):
    """What was measured in the finished file."""

    width: int
    height: int
    frames: int
    seconds: float
    video_codec: str
    video_encoder: str = ""  # as ffmpeg names it; empty in reports from before it was noted
    pixel_format: str
    audio_codec: str
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    black: tuple[Stretch, ...] = ()
    frozen: tuple[Stretch, ...] = ()
    notes: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    voice: Source | None = Field(Source.LOCAL, description="of whom it is: a live service's, or bundled; null: silent")
