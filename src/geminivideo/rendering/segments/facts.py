"""What is measured in a finished segment: kept with it, so that an ad made of kept segments is not looked at again."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.model import Segment
from geminivideo.rendering.segments.screening import screen
from geminivideo.rendering.verification.logs import black_in, frozen_in
from geminivideo.rendering.verification.report import Stretch

_SMALL = 480  # pixels of height at which the picture is looked through
_SHORTEST_SECONDS = 0.3  # shorter stretches of a segment never add up to a fault with those of its neighbours
_TOUCHING_SECONDS = 0.12  # pictures that are not looked at lie between


class SegmentFacts(Frozen):
    """`stream` stands for the parameters of its video stream: only equal ones can be joined; `checksum` is that
    of its pictures, which a join leaves as they are.
    """

    size_bytes: int
    frames: int
    stream: str
    checksum: int
    black: tuple[Stretch, ...]
    frozen: tuple[Stretch, ...]


def measure(ffmpeg: Ffmpeg, path: Path, frames: int, check: Callable[[], None]) -> SegmentFacts:
    """Screen the encoded file, and look through it where that gives a reason.

    Raises:
        ProcessingError: when it has not the frames it should have, or is damaged.
    """
    seen = screen(path, check)
    if seen.frames != frames:
        raise ProcessingError(
            f"A part of the ad has {seen.frames} frames instead of {frames}.",
            next_step="retry the job; if it fails again, check its footage with `geminivideo analyze`",
        )
    log = _looked_through(ffmpeg, path, check) if seen.is_suspicious else ""
    return SegmentFacts(
        size_bytes=path.stat().st_size,
        frames=frames,
        stream=seen.stream,
        checksum=seen.checksum,
        black=black_in(log),
        frozen=tuple(_until(each, frames / FPS) for each in frozen_in(log)),
    )


def _looked_through(ffmpeg: Ffmpeg, path: Path, check: Callable[[], None]) -> str:
    """Pictures that no other needs are left out: black and still last longer than one."""
    detect = (
        f"scale=-2:{_SMALL}:flags=fast_bilinear,blackdetect=d={_SHORTEST_SECONDS}:pix_th=0.08:pic_th=0.985,"
        f"freezedetect=n=-65dB:d={_SHORTEST_SECONDS}"
    )
    arguments = [
        *("-v", "info", "-threads", "1", "-skip_frame", "noref", "-skip_loop_filter", "all", "-filter_threads", "1"),
        *("-protocol_whitelist", "file,pipe", "-f", "mov", "-i", path.name, "-vf", detect),
        *("-fps_mode", "passthrough", "-f", "null", "-"),
    ]
    return ffmpeg.run(arguments, check=check, cwd=path.parent)


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
