"""What is measured in a finished segment: kept with it, so that an ad made of kept segments is not looked at again."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.model import Segment
from geminivideo.rendering.verify import Stretch, black_in, frozen_in

_SMALL = 480  # pixels of height at which the picture is looked through
_SHORTEST_SECONDS = 0.3  # shorter stretches of a segment never add up to a fault with those of its neighbours
_TOUCHING_SECONDS = 0.12  # pictures that are not looked at lie between


class SegmentFacts(Frozen):
    """`stream` stands for the parameters of its video stream: only equal ones can be joined."""

    size_bytes: int
    frames: int
    stream: str
    black: tuple[Stretch, ...]
    frozen: tuple[Stretch, ...]


def measure(ffmpeg: Ffmpeg, path: Path, frames: int, check: Callable[[], None]) -> SegmentFacts:
    """Look through the encoded file. Pictures that no other needs are left out: black and still last longer than one.

    Raises:
        ProcessingError: when it has not the frames it should have.
    """
    written, stream = _packets(path)
    if written != frames:
        raise ProcessingError(
            f"A part of the ad has {written} frames instead of {frames}.",
            next_step="retry the job; if it fails again, check its footage with `geminivideo analyze`",
        )
    detect = (
        f"scale=-2:{_SMALL}:flags=fast_bilinear,blackdetect=d={_SHORTEST_SECONDS}:pix_th=0.08:pic_th=0.985,"
        f"freezedetect=n=-65dB:d={_SHORTEST_SECONDS}"
    )
    arguments = [
        *("-v", "info", "-threads", "1", "-skip_frame", "noref", "-skip_loop_filter", "all", "-filter_threads", "1"),
        *("-protocol_whitelist", "file,pipe", "-f", "mov", "-i", path.name, "-vf", detect),
        *("-fps_mode", "passthrough", "-f", "null", "-"),
    ]
    log = ffmpeg.run(arguments, check=check, cwd=path.parent)
    return SegmentFacts(
        size_bytes=path.stat().st_size,
        frames=written,
        stream=stream,
        black=black_in(log),
        frozen=tuple(_until(each, frames / FPS) for each in frozen_in(log)),
    )


def _packets(path: Path) -> tuple[int, str]:
    import av

    with av.open(str(path), format="mov", options={"protocol_whitelist": "file"}) as container:
        video = container.streams.video[0]
        written = sum(packet.pts is not None for packet in container.demux(video))
        return written, f"{video.width}x{video.height} {(video.codec_context.extradata or b'').hex()}"


def _until(stretch: Stretch, end: float) -> Stretch:
    return Stretch(start=stretch.start, end=min(stretch.end, end))


def of_the_ad(
    segments: Sequence[Segment], found: Iterable[tuple[Stretch, ...]], least_seconds: float
) -> tuple[Stretch, ...]:
    """Stretches of all segments by the ad's clock; those that touch are one."""
    joined: list[Stretch] = []
    for segment, stretches in zip(segments, found, strict=True):
        for stretch in stretches:
            start, end = segment.start / FPS + stretch.start, segment.start / FPS + stretch.end
            if joined and start - joined[-1].end <= _TOUCHING_SECONDS:
                start = joined.pop().start
            joined.append(Stretch(start=round(start, 3), end=round(end, 3)))
    return tuple(stretch for stretch in joined if stretch.end - stretch.start >= least_seconds)
