"""What is known of a video encoder: plain data, so that it can stand in the key of what it made."""

from collections.abc import Mapping
from dataclasses import dataclass

from geminivideo.core.vocabulary import Quality


@dataclass(frozen=True, slots=True)
class Encoder:
    """`name` as ffmpeg has it. `by_quality` and `common` are its options, beside those that all encoders share."""

    name: str
    by_quality: Mapping[Quality, tuple[str, ...]]
    common: tuple[str, ...] = ()
    pixel_format: str = "yuv420p"  # of the pictures it takes; what comes out is yuv420p in any case
