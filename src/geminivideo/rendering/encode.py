"""Running the encoder: the picture segment by segment, then sound and container around the joined segments."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering.encoders.known import X264
from geminivideo.rendering.encoders.model import Encoder
from geminivideo.rendering.graph.model import Graph
from geminivideo.rendering.joining import TIMESCALE
from geminivideo.rendering.plan.frames import FPS

AUDIO_RATE = 48_000
_AUDIO_BITRATE = "192k"
_KEY_FRAMES = 2 * FPS
_WHITELIST = ("-protocol_whitelist", "file,pipe")
_BITEXACT = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")


def encode_segment(
    ffmpeg: Ffmpeg,
    graph: Graph,
    *,
    folder: Path,
    target: Path,
    frames: int,
    quality: Quality,
    encoder: Encoder = X264,
    fontconfig: Path,
    check: Callable[[], None],
    on_frame: Callable[[int], None],
) -> None:
    """Write the picture alone; all files of the graph lie in `folder` under the names it gives them."""
    from geminivideo.core.metrics import ENCODE_SPEED  # slow to import, and a render of kept segments encodes nothing

    arguments = [
        *("-v", "warning", "-y", "-filter_threads", "1", "-filter_complex_threads", "1"),
        *(argument for each in graph.inputs for argument in each.arguments),
        *("-filter_complex", graph.text, "-map", f"[{graph.output}]"),
        *picture_options(quality, frames, encoder),
        *(*_BITEXACT, "-f", "mp4", str(target)),
    ]
    environment = {"FONTCONFIG_FILE": str(fontconfig)}
    begun = perf_counter()
    ffmpeg.run(arguments, check=check, on_frame=on_frame, cwd=folder, environment=environment)
    ENCODE_SPEED.observe(frames / FPS / (perf_counter() - begun))


def picture_options(quality: Quality, frames: int, encoder: Encoder = X264) -> tuple[str, ...]:
    """What makes the parts of an ad one stream when they are put behind each other.

    One thread: the same bytes on any number of cores, whose work comes from several segments at once. Key frames come
    at their distance only, and never last: two in a row, one segment's last and the next one's first, would carry the
    same number, which some decoders take for one picture.
    """
    distance = _KEY_FRAMES if (frames - 1) % _KEY_FRAMES else _KEY_FRAMES + 1
    return (
        *("-c:v", encoder.name, *encoder.by_quality[quality], "-threads", "1"),
        *(*encoder.common, "-g", str(distance), "-frames:v", str(frames)),
        *("-profile:v", "high", "-pix_fmt", encoder.pixel_format, "-r", str(FPS), "-fps_mode", "cfr"),
        *("-flags:v", "+bitexact"),
        *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
        *("-video_track_timescale", str(TIMESCALE)),
    )


def add_sound(
    ffmpeg: Ffmpeg, picture: str, sound: str, frames: int, *, folder: Path, target: Path, check: Callable[[], None]
) -> None:
    """Put sound (a WAV) beside joined pictures, as long as they are."""
    seconds = f"{frames / FPS:.6f}"
    fitted = f"aresample={AUDIO_RATE},aformat=channel_layouts=stereo,apad=whole_dur={seconds},atrim=duration={seconds}"
    # At this bitrate the quick search is nearer to the original than the thorough one, and a sixth of its cost.
    encoded = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", _AUDIO_BITRATE, "-ar", str(AUDIO_RATE), "-ac", "2")
    arguments = [
        *("-v", "warning", "-y", *_WHITELIST, "-f", "mov", "-i", picture, *_WHITELIST, "-f", "wav", "-i", sound),
        *("-map", "0:v", "-map", "1:a", "-c:v", "copy", "-af", fitted, *encoded, "-flags:a", "+bitexact", *_BITEXACT),
        *("-video_track_timescale", str(TIMESCALE), "-movflags", "+faststart", "-f", "mp4", str(target)),
    ]
    ffmpeg.run(arguments, check=check, cwd=folder)
