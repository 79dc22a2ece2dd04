"""Putting encoded parts behind each other, packet by packet: no picture is decoded for it, as ffmpeg's own way does."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.mp4_opening import opened_mp4
from geminivideo.rendering.plan.frames import FPS

TIMESCALE = 512 * FPS
_OPTIONS = {"video_track_timescale": str(TIMESCALE), "fflags": "+bitexact"}


def join(parts: Sequence[tuple[Path, int]], target: Path, check: Callable[[], None]) -> None:
    """Parts are a file of pictures alone and their number; all begin with a key frame and have equal parameters.

    Raises:
        ProcessingError: when a part cannot be read.
        OSError: when the result cannot be written.
    """
    import av

    try:
        with av.open(str(target), "w", format="mp4", options=_OPTIONS) as joined:
            for packet in _packets(joined, parts, check):
                joined.mux(packet)
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise ProcessingError(f"The parts of the ad cannot be joined: {error}.", next_step="retry the job") from error


def _packets(joined: Any, parts: Sequence[tuple[Path, int]], check: Callable[[], None]) -> Iterator[Any]:
    """In the order in which they are stored, which goes on from part to part."""
    stream, begin, stored = None, 0, None
    for path, frames in parts:
        check()
        with opened_mp4(path) as container:
            video = container.streams.video[0]
            if stream is None:
                stream = joined.add_stream_from_template(video)
                stream.time_base = video.time_base
            for packet in container.demux(video):
                if packet.dts is None:  # the end
                    continue
                packet.pts += begin
                packet.dts += begin
                if stored is not None and packet.dts <= stored:  # a short part whose pictures are stored later
                    packet.dts = min(stored + 1, packet.pts)
                stored, packet.stream = packet.dts, stream
                yield packet
        begin += frames * TIMESCALE // FPS
