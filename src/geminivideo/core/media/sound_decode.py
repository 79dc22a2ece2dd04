"""Reading the sound of any file through ffmpeg: paths are arguments, never part of a filter or a format guess."""

from collections.abc import Callable
from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg

SPEECH_RATE = 16_000
# Only containers that hold their own sound: a playlist could make ffmpeg open other files.
_FORMATS = "wav,w64,aiff,mp3,flac,ogg,aac,mov,matroska,avi,mpegts"


def sound_input(path: Path, from_seconds: float, seconds: float) -> list[str]:
    """The arguments that open a stretch of a file."""
    return [
        *("-protocol_whitelist", "file", "-format_whitelist", _FORMATS),
        *("-ss", f"{from_seconds:.6f}", "-t", f"{seconds:.6f}", "-i", f"file:{path.absolute()}"),
    ]


def decode_for_speech(
    ffmpeg: Ffmpeg, source: Path, from_seconds: float, seconds: float, target: Path, check: Callable[[], None]
) -> None:
    """Write a stretch of the file's first sound track to `target` as a recogniser takes it: bare 16-bit little-endian
    samples, mono, at SPEECH_RATE.

    Raises:
        ProcessingError: when the file cannot be read or holds no sound.
    """
    form = ["-map", "0:a:0", "-ac", "1", "-ar", str(SPEECH_RATE), "-f", "s16le", f"file:{target.absolute()}"]
    ffmpeg.run(["-v", "error", *sound_input(source, from_seconds, seconds), *form], check=check)
