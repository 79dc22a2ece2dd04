"""Looking into a media file from outside before anything else touches it.

The look happens in a process of its own with little memory and time, so that a hostile file can at worst end that
process. Nothing is guessed from the file's name: the container is told by its first bytes and then fixed, so a
playlist can never make the decoder open another file or an address.
"""

import json
import subprocess
import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from geminivideo.core.errors import TooLargeError, UnsupportedMediaError
from geminivideo.core.processes import dying_with_parent, own_environment

_SECONDS = 30
_SECONDS_PER_GIB = 30
_REMEDY = "upload an MP4, MOV, MKV, WebM, AVI or MPEG-TS video as a camera, phone or editor writes it"


class MediaProbe(BaseModel):
    """What a video file is. Sizes are as it is seen: upright, with square pixels."""

    model_config = ConfigDict(frozen=True)

    container: str
    codec: str
    width: int
    height: int
    rotation: int
    frame_rate: float
    variable_frame_rate: bool
    frames: int
    duration_seconds: float
    pixel_format: str
    hdr: bool
    has_audio: bool
    size_bytes: int


def probe_video(path: Path, *, max_seconds: float, max_pixels: int) -> MediaProbe:
    """Probe and judge a file.

    Raises:
        UnsupportedMediaError: when it is not a whole, decodable video of an accepted kind.
        TooLargeError: when it is longer or larger in pixels than the settings allow.
    """
    probe = _read_answer(_look(path, max_pixels))
    if probe.width * probe.height > max_pixels:
        raise _too_many_pixels(f"{probe.width}x{probe.height}", max_pixels)
    if probe.duration_seconds > max_seconds:
        raise TooLargeError(
            f"The video lasts {probe.duration_seconds:.0f} s; at most {max_seconds:.0f} s are accepted.",
            next_step="cut it into parts, or raise GEMINIVIDEO_FOOTAGE_MAX_SECONDS",
        )
    return probe


def _look(path: Path, max_pixels: int) -> "subprocess.CompletedProcess[str]":
    seconds = _SECONDS + path.stat().st_size / 1024**3 * _SECONDS_PER_GIB
    command = [
        sys.executable,
        "-m",
        "geminivideo.core.media.probe_process",
        str(path),
        str(max_pixels),
        f"{seconds:.0f}",
    ]
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=seconds * 2,
            stdin=subprocess.DEVNULL,
            check=False,
            env=own_environment(),
            preexec_fn=dying_with_parent(),
        )
    except subprocess.TimeoutExpired as error:
        raise UnsupportedMediaError("Reading the file took far too long.", next_step=_REMEDY) from error


def _read_answer(finished: "subprocess.CompletedProcess[str]") -> MediaProbe:
    try:
        answer = json.loads(finished.stdout)
        if "refused" in answer:
            raise UnsupportedMediaError(str(answer["refused"]), next_step=_REMEDY)
        return MediaProbe.model_validate(answer)
    except (ValueError, ValidationError) as error:
        raise UnsupportedMediaError(
            "The file made the decoder fail; it is damaged or not a video.", next_step=_REMEDY
        ) from error


def _too_many_pixels(size: str, max_pixels: int) -> TooLargeError:
    return TooLargeError(
        f"The picture is {size}; at most {max_pixels} pixels are accepted.",
        next_step="scale it down, or raise GEMINIVIDEO_FOOTAGE_MAX_PIXELS",
    )
