"""Running the encoder over one filter graph: picture, sound and container in one pass."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.telemetry import ENCODE_SPEED
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering.filter_graph import Graph
from geminivideo.rendering.plan import FPS

AUDIO_RATE = 48_000
_AUDIO_BITRATE = "192k"
# Fixed, because x264 spreads its work differently on each number of threads and so writes different bytes.
_ENCODER_THREADS = "3"
_FILTER_THREADS = "2"
_CLIP_CRF = "10"


@dataclass(frozen=True, slots=True)
class Preset:
    speed: str
    crf: int


PRESETS = {
    Quality.DRAFT: Preset("ultrafast", 27),
    Quality.STANDARD: Preset("veryfast", 23),
    Quality.HIGH: Preset("veryfast", 20),
    Quality.MASTER: Preset("fast", 17),
}


def encode(
    ffmpeg: Ffmpeg,
    graph: Graph,
    *,
    folder: Path,
    sound: str,
    target: str,
    frames: int,
    quality: Quality,
    fontconfig: str,
    check: Callable[[], None],
    on_frame: Callable[[int], None],
) -> None:
    """Write `target` in `folder`, where all files of the graph and `sound` (a WAV) lie."""
    arguments = [
        *("-v", "warning", "-y", "-filter_complex_threads", _FILTER_THREADS),
        *(argument for each in graph.inputs for argument in each.arguments),
        *("-protocol_whitelist", "file,pipe", "-f", "wav", "-i", sound),
        *("-filter_complex", f"{graph.text};\n{_sound(len(graph.inputs), frames)}"),
        *("-map", f"[{graph.output}]", "-map", "[sound]"),
        *picture_options(quality),
        *("-frames:v", str(frames)),
        *("-c:a", "aac", "-b:a", _AUDIO_BITRATE, "-ar", str(AUDIO_RATE), "-ac", "2"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"),
        *("-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", target),
    ]
    begun = perf_counter()
    ffmpeg.run(arguments, check=check, on_frame=on_frame, cwd=folder, environment={"FONTCONFIG_FILE": fontconfig})
    ENCODE_SPEED.observe(frames / FPS / (perf_counter() - begun))


def encode_clip(
    ffmpeg: Ffmpeg, graph: Graph, *, folder: Path, target: str, frames: int, check: Callable[[], None]
) -> None:
    """Write a clip without sound, hardly compressed, to be read again by the last encode."""
    arguments = [
        *("-v", "warning", "-y", "-filter_complex_threads", _FILTER_THREADS),
        *(argument for each in graph.inputs for argument in each.arguments),
        *("-filter_complex", graph.text, "-map", f"[{graph.output}]", "-frames:v", str(frames)),
        *("-c:v", "libx264", "-preset", "ultrafast", "-crf", _CLIP_CRF, "-threads", _ENCODER_THREADS),
        *("-pix_fmt", "yuv420p", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4", target),
    ]
    ffmpeg.run(arguments, check=check, cwd=folder)


def picture_options(quality: Quality) -> tuple[str, ...]:
    preset = PRESETS[quality]
    return (
        *("-c:v", "libx264", "-preset", preset.speed, "-crf", str(preset.crf), "-threads", _ENCODER_THREADS),
        *("-profile:v", "high", "-pix_fmt", "yuv420p", "-r", str(FPS), "-fps_mode", "cfr", "-g", str(2 * FPS)),
        *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
    )


def _sound(index: int, frames: int) -> str:
    """Exactly as long as the picture, whatever the length of the file."""
    seconds = f"{frames / FPS:.6f}"
    fitted = f"aresample={AUDIO_RATE},aformat=channel_layouts=stereo,apad=whole_dur={seconds},atrim=duration={seconds}"
    return f"[{index}:a:0]{fitted}[sound]"
