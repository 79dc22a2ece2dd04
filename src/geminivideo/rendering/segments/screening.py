"""A cheap look at an encoded segment that says whether a thorough one is worth its cost.

What is black or stands still has nothing to tell about each next picture, so its packets are tiny; what is dark under
noise is seen in its key frames, of which there is one every two seconds. Decoding them shows damage in them as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.mp4_opening import opened_mp4
from geminivideo.rendering.segments.pictures import of_pictures, picture_checksum

_RUN = 9  # frames: the shortest stretch that counts lasts 0.3 s
_HEADERS = 64  # bytes that a packet takes whatever it shows
_BITS_PER_BLOCK = 1.0  # of 16 x 16 pixels; calm footage takes two, a still picture a fiftieth
_BLOCK = 16
_DARK_LUMA = 40  # a little above what counts as black, which is 33
_DARK_SHARE = 0.9
_EVERY = 4  # pixels across and down that are looked at


@dataclass(frozen=True, slots=True)
class Screened:
    frames: int
    stream: str
    checksum: int  # of all pictures
    is_suspicious: bool


def screen(path: Path, check: Callable[[], None]) -> Screened:
    """Read all packets of a segment of ours and decode its key frames.

    Raises:
        ProcessingError: when it is damaged.
    """
    import av

    try:
        with opened_mp4(path) as container:
            return _screened(container, check)
    except (av.FFmpegError, IndexError) as error:
        raise _damaged(str(error)) from error


def _screened(container: Any, check: Callable[[], None]) -> Screened:
    if not container.streams.video:  # what ffmpeg writes when not one picture came out of the footage
        return Screened(0, "", 0, is_suspicious=True)
    video = container.streams.video[0]
    decoder = video.codec_context
    decoder.thread_count, decoder.options = 1, {"skip_loop_filter": "all", "err_detect": "explode"}
    checksums, sizes, dark = [], [], False
    for packet in container.demux(video):
        if packet.pts is None:
            continue
        check()
        checksums.append(picture_checksum(bytes(packet)))
        sizes.append(0 if packet.is_keyframe else packet.size)
        if packet.is_keyframe:
            dark = _is_dark(_decoded(decoder, packet)) or dark
    if not all(checksums):
        raise _damaged("not every packet holds a picture")
    suspicious = dark or has_tiny_packets(sizes, video.width, video.height)
    stream = f"{video.width}x{video.height} {(decoder.extradata or b'').hex()}"
    return Screened(len(sizes), stream, of_pictures(checksums), suspicious)


def _decoded(decoder: Any, packet: Any) -> Any:
    """A key frame needs no other, so the decoder is emptied behind it."""
    frames = [*decoder.decode(packet), *decoder.decode(None)]
    decoder.flush_buffers()
    if not frames or frames[0].is_corrupt:
        raise _damaged("a key frame cannot be decoded")
    return frames[0]


def _damaged(why: str) -> ProcessingError:
    return ProcessingError(f"A part of the ad is damaged: {why}.", next_step="retry the job")


def _is_dark(frame: Any) -> bool:
    plane = frame.planes[0]
    luma: NDArray[np.uint8] = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return bool((luma[::_EVERY, : frame.width : _EVERY] <= _DARK_LUMA).mean() >= _DARK_SHARE)


def has_tiny_packets(sizes: Sequence[int], width: int, height: int) -> bool:
    """Whether packets in a row are so small that they may show the same picture again and again. Key frames, given as
    0, neither end nor lengthen such a row: they show the whole picture whatever came before.
    """
    between = np.asarray([size for size in sizes if size], np.float64)
    most = _HEADERS + _BITS_PER_BLOCK / 8 * width * height / _BLOCK**2
    if len(between) < _RUN:
        return bool(len(between) == 0 or between.mean() <= most)
    return bool(np.convolve(between, np.full(_RUN, 1 / _RUN), "valid").min() <= most)
