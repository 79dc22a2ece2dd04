"""What the decoder must be told about a source file: how its colours are coded and which demuxer may open it."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.containers import demuxer_for
from geminivideo.core.media.display_size import display_size

_HEAD_BYTES = 4096
# As ISO/IEC 23091-2 numbers them.
_MATRICES = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
_HDR_TRANSFERS = frozenset({16, 18})
_BT2020 = frozenset({9, 10})
_BT2020_CONSTANT = 10
_UNSAID = frozenset({0, 2})
# swscale refuses these, even where it is told another one: YCgCo, SMPTE 2085, derived ones, ICtCp; and both log curves.
_UNUSUAL_MATRICES = frozenset({8, 11, 12, 13, 14})
_LOGARITHMIC = frozenset({9, 10})
_FULL_RANGE = 2
_SIDEWAYS = 90
_HD_HEIGHT = 720
_STEADY = 0.002  # by how much the mean of a steady frame rate may be off what its times allow


class SourceFacts(Frozen):
    demuxer: str
    matrix: str
    full_range: bool
    hdr: bool
    frame_seconds: float | None = None  # how long each picture stands; None where they stand unevenly long
    retag: str = ""  # options of setparams, where filters do not understand the file's own tags
    display: tuple[int, int] | None = None  # its upright size in square pixels, where they are not

    @property
    def is_plain(self) -> bool:
        """Already what the output is: BT.709, studio range."""
        return self.matrix == "bt709" and not self.full_range and not self.hdr


def look(path: Path) -> SourceFacts:
    """Read the first picture. The file has passed the upload's checks before it came into storage.

    Raises:
        ProcessingError: when the file is no longer what was uploaded.
    """
    import av

    with path.open("rb") as file:
        demuxer = demuxer_for(file.read(_HEAD_BYTES))
    if demuxer is None:
        raise _unreadable("its first bytes are not those of a video")
    try:
        options = {"protocol_whitelist": "file"}
        with av.open(str(path), format=demuxer, options=options, metadata_errors="replace") as container:
            video = container.streams.video[0]
            _hurry(video.codec_context)
            return _facts(demuxer, video, next(container.decode(video)))
    except (av.FFmpegError, StopIteration, IndexError) as error:
        raise _unreadable(str(error) or "it holds no picture") from error


def _hurry(decoder: Any) -> None:
    """The first picture is given at once, without those after it that may be shown before it, and unsmoothed."""
    from av.codec.context import Flags

    decoder.thread_count, decoder.options = 1, {"skip_loop_filter": "all"}
    decoder.flags |= Flags.low_delay


def _facts(demuxer: str, video: Any, frame: Any) -> SourceFacts:
    context = video.codec_context
    height = min(frame.width, frame.height)
    tagged = int(context.colorspace or 0)
    # Untagged pictures follow the old custom: small ones are BT.601, HD is BT.709.
    matrix = _MATRICES.get(tagged, "bt709" if height >= _HD_HEIGHT else "bt601")
    transfer = int(context.color_trc or 0)
    hdr = transfer in _HDR_TRANSFERS and tagged in _BT2020 | {0, 2}
    return SourceFacts(
        demuxer=demuxer,
        matrix=matrix,
        full_range=int(context.color_range or 0) == _FULL_RANGE or frame.format.name.startswith("yuvj"),
        hdr=hdr,
        frame_seconds=_frame_seconds(video),
        retag=_retag(tagged, int(context.color_primaries or 0), transfer, hdr=hdr),
        display=_display(frame, video.sample_aspect_ratio),
    )


def _retag(matrix: int, primaries: int, transfer: int, *, hdr: bool) -> str:
    """HDR that names its transfer only is BT.2020, as all HDR is. Others are taken for what they most resemble."""
    tags = []
    if hdr and primaries in _UNSAID:
        tags.append("color_primaries=bt2020")
    if (hdr and matrix in _UNSAID) or matrix == _BT2020_CONSTANT:
        tags.append("colorspace=bt2020nc")
    elif matrix in _UNUSUAL_MATRICES:
        tags.append("colorspace=bt709")
    if transfer in _LOGARITHMIC:
        tags.append("color_trc=bt709")
    return ":".join(tags)


def _display(frame: Any, pixel_aspect: Fraction | None) -> tuple[int, int] | None:
    width, height = display_size(frame.width, frame.height, pixel_aspect)
    if (width, height) == (frame.width, frame.height):
        return None
    return (height, width) if round(frame.rotation) % 180 == _SIDEWAYS else (width, height)


def _frame_seconds(video: Any) -> float | None:
    average, lowest = video.average_rate, video.base_rate
    if not average or not lowest or abs(float(average / lowest) - 1) > _STEADY:
        return None
    return float(1 / average)


def _unreadable(why: str) -> ProcessingError:
    return ProcessingError(
        f"A source video of this ad cannot be read ({why}).", next_step="upload the footage again, then retry the job"
    )
