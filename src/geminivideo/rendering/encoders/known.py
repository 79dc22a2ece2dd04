"""The encoders there are options for. All make H.264 of one profile in closed groups of pictures.

The hardware encoders reorder no pictures (`-bf 0`), place key frames by distance alone, and hold a quality, not a bit
rate: every segment of an ad then carries the same parameters. Their numbers were chosen from the documentation to lie
near those of libx264; what a chip makes of them is judged by the trial, on the chip.
"""

from dataclasses import dataclass

from geminivideo.core.vocabulary import Quality
from geminivideo.rendering.encoders.model import Encoder


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

X264 = Encoder(
    "libx264",
    {quality: ("-preset", preset.speed, "-crf", str(preset.crf)) for quality, preset in PRESETS.items()},
    ("-x264-params", "stitchable=1:open-gop=0:scenecut=0"),
)

NVENC = Encoder(
    "h264_nvenc",
    {
        Quality.DRAFT: ("-preset", "p2", "-cq", "30"),
        Quality.STANDARD: ("-preset", "p4", "-cq", "26"),
        Quality.HIGH: ("-preset", "p5", "-cq", "23"),
        Quality.MASTER: ("-preset", "p6", "-cq", "19"),
    },
    (
        *("-tune", "hq", "-rc", "vbr", "-b:v", "0", "-rc-lookahead", "0", "-no-scenecut", "1", "-bf", "0"),
        *("-forced-idr", "1", "-flags:v", "+cgop"),
    ),
)

# `-q:v` is for Apple's own chips; on an Intel Mac the trial fails and libx264 stays.
VIDEOTOOLBOX = Encoder(
    "h264_videotoolbox",
    {
        Quality.DRAFT: ("-q:v", "45"),
        Quality.STANDARD: ("-q:v", "55"),
        Quality.HIGH: ("-q:v", "65"),
        Quality.MASTER: ("-q:v", "75"),
    },
    ("-allow_sw", "0", "-realtime", "0", "-bf", "0", "-coder", "cabac", "-flags:v", "+cgop"),
)

QSV = Encoder(
    "h264_qsv",
    {
        Quality.DRAFT: ("-preset", "veryfast", "-global_quality", "29"),
        Quality.STANDARD: ("-preset", "faster", "-global_quality", "25"),
        Quality.HIGH: ("-preset", "medium", "-global_quality", "22"),
        Quality.MASTER: ("-preset", "slower", "-global_quality", "18"),
    },
    (
        *("-bf", "0", "-adaptive_i", "0", "-adaptive_b", "0", "-look_ahead", "0", "-idr_interval", "0"),
        *("-forced_idr", "1", "-async_depth", "4", "-flags:v", "+cgop"),
    ),
    pixel_format="nv12",
)

# By the names of the setting, in the order in which `auto` tries them.
HARDWARE = {"nvenc": NVENC, "videotoolbox": VIDEOTOOLBOX, "qsv": QSV}
