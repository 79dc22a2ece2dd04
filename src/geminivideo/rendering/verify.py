"""Looking at the finished file: is it what the plan said? A render that fails here is never handed out."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize, Source
from geminivideo.rendering.encode import AUDIO_RATE
from geminivideo.rendering.library.credits import Credit
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.pictures import of_pictures, picture_checksum

LOUDEST_TRUE_PEAK = -1.0  # dBTP
LOUDNESS, LOUDNESS_TOLERANCE = -14.0, 1.0  # LUFS
_BT709_TAGS = (1, 1, 1, 1)  # matrix, primaries, transfer, studio range, as ISO/IEC 23091-2 numbers them
_SILENCE = -60.0
BLACK_SECONDS, FROZEN_SECONDS = 0.4, 1.2
_FADED = 0.3  # opacity below which a moving picture may be measured as still or black
_DARK, _STILL = 0.12, 0.03  # measured brightness and motion below which a source explains a black or still stretch


class Stretch(Frozen):
    """Seconds of the ad in which something holds."""

    start: float
    end: float


class Part(Frozen):
    """A segment that the file holds: how many pictures, and the checksum of them all."""

    frames: int
    checksum: int


class Picture(Frozen):
    """What was seen in the segments, by the ad's clock, and the segments that were joined."""

    black: tuple[Stretch, ...] = ()
    frozen: tuple[Stretch, ...] = ()
    parts: tuple[Part, ...] = ()


class RenderReport(Frozen):
    """What was measured in the finished file."""

    width: int
    height: int
    frames: int
    seconds: float
    video_codec: str
    video_encoder: str = ""  # as ffmpeg names it; empty in reports from before it was noted
    pixel_format: str
    audio_codec: str
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    black: tuple[Stretch, ...] = ()
    frozen: tuple[Stretch, ...] = ()
    notes: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    voice: Source | None = Field(Source.LOCAL, description="of whom it is: a live service's, or bundled; null: silent")


def verify(
    ffmpeg: Ffmpeg, path: Path, plan: EditPlan, frame: FrameSize, picture: Picture, *, check: Callable[[], None]
) -> RenderReport:
    """Measure the file and compare it with its plan. The picture was looked through segment by segment before.

    Raises:
        ProcessingError: with everything that is wrong.
    """
    report = _measure(ffmpeg, path, picture, check)
    faults = structure_faults(report, plan, frame) + loudness_faults(report, plan) + picture_faults(report, plan)
    if faults:
        raise ProcessingError(
            "The rendered file is not what was planned: " + "; ".join(faults) + ".",
            next_step="retry the job; if it fails again, check the footage named here with `geminivideo analyze`",
        )
    return report


def _measure(ffmpeg: Ffmpeg, path: Path, picture: Picture, check: Callable[[], None]) -> RenderReport:
    arguments = [
        *("-v", "info", "-vn", "-protocol_whitelist", "file,pipe", "-f", "mov", "-i", path.name),
        *("-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"),
    ]
    log = ffmpeg.run(arguments, check=check, cwd=path.parent)
    return RenderReport(
        **structure(path, picture.parts), **loudness_in(log), black=picture.black, frozen=picture.frozen
    )


def structure(path: Path, parts: Sequence[Part]) -> dict[str, Any]:
    """Size, codecs and times as the packets have them; `notes` are the faults that no plan is needed to see."""
    import av

    with av.open(str(path), format="mov", options={"protocol_whitelist": "file"}) as container:
        video = container.streams.video[0]
        audio = container.streams.audio[0] if container.streams.audio else None
        size = (video.width, video.height)
        times, checksums = _read(container.demux(video))
        tick = float(video.time_base or 0)
        steps = {later - earlier for earlier, later in pairwise(times)}
        faults = [f"uneven time steps {sorted(steps)[:4]}"] if len(steps) > 1 else []
        context = video.codec_context
        tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
        faults += [f"its colours are tagged {tags}"] if tuple(int(tag or 0) for tag in tags) != _BT709_TAGS else []
        faults += copy_faults(checksums, parts)
        faults += [] if _begins_with_its_index(path) else ["a player must load it whole before it can begin"]
        return {
            "width": size[0],
            "height": size[1],
            "frames": len(times),
            "seconds": round((times[-1] - times[0]) * tick + 1 / FPS, 3) if times else 0.0,
            "video_codec": video.codec_context.name,
            "pixel_format": video.codec_context.pix_fmt or "",
            "audio_codec": audio.codec_context.name if audio and audio.rate == AUDIO_RATE else "",
            "notes": tuple(faults),
        }


def _read(packets: Iterable[Any]) -> tuple[list[int], list[int]]:
    """Times in order, and each picture's checksum in the order in which they are stored."""
    times, checksums = [], []
    for packet in packets:
        if packet.pts is not None:
            times.append(packet.pts)
            checksums.append(picture_checksum(bytes(packet)))
    return sorted(times), checksums


def copy_faults(checksums: Sequence[int], parts: Sequence[Part]) -> list[str]:
    """Whether the pictures are those of the parts, one part after the other."""
    first = 0
    for number, part in enumerate(parts, start=1):
        if of_pictures(checksums[first : first + part.frames]) != part.checksum:
            return [f"part {number} of {len(parts)} is damaged"]
        first += part.frames
    return []


def _begins_with_its_index(path: Path) -> bool:
    """Whether the box that says where the pictures are stands before them."""
    with path.open("rb") as file:
        while head := file.read(8):
            if head[4:] in {b"moov", b"mdat"}:
                return head[4:] == b"moov"
            file.seek(max(8, int.from_bytes(head[:4], "big")) - 8, 1)
    return False


def loudness_in(log: str) -> dict[str, float | None]:
    """From the last summary of ebur128: older versions print an empty one first."""
    summary = log.rpartition("Summary:")[2]
    return {
        "loudness_lufs": _number(r"I:\s+(\S+) LUFS", summary),
        "true_peak_dbtp": _number(r"Peak:\s+(\S+) dBFS", summary),
    }


def _number(pattern: str, text: str) -> float | None:
    match = re.search(pattern, text)
    try:
        value = float(match.group(1)) if match else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def black_in(log: str) -> tuple[Stretch, ...]:
    found = re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", log)
    return tuple(Stretch(start=float(start), end=float(end)) for start, end in found)


def frozen_in(log: str) -> tuple[Stretch, ...]:
    """A freeze that lasts to the end has a start only."""
    starts = [float(value) for value in re.findall(r"freeze_start: ([\d.]+)", log)]
    ends = [float(value) for value in re.findall(r"freeze_end: ([\d.]+)", log)]
    ends += [float("1e9")] * (len(starts) - len(ends))
    return tuple(Stretch(start=start, end=end) for start, end in zip(starts, ends, strict=False))


def structure_faults(report: RenderReport, plan: EditPlan, frame: FrameSize) -> list[str]:
    wanted = {
        "size": (f"{report.width}x{report.height}", f"{frame.width}x{frame.height}"),
        "frames": (report.frames, plan.frames),
        "video codec": (report.video_codec, "h264"),
        "pixel format": (report.pixel_format, "yuv420p"),
        "audio": (report.audio_codec, "aac"),
    }
    faults = [f"{name} is {found}, planned {planned}" for name, (found, planned) in wanted.items() if found != planned]
    if abs(report.seconds - plan.seconds) > 1 / FPS:
        faults.append(f"it lasts {report.seconds} s, planned {plan.seconds:.3f} s")
    return faults + list(report.notes)


def loudness_faults(report: RenderReport, plan: EditPlan) -> list[str]:
    loudness, peak = report.loudness_lufs, report.true_peak_dbtp
    if loudness is None or loudness <= _SILENCE:
        return ["it is silent although the plan has sound"] if plan.is_heard else []
    faults = []
    if abs(loudness - LOUDNESS) > LOUDNESS_TOLERANCE:
        faults.append(f"its loudness is {loudness} LUFS instead of {LOUDNESS}")
    if peak is not None and peak > LOUDEST_TRUE_PEAK:
        faults.append(f"its true peak is {peak} dBTP, above {LOUDEST_TRUE_PEAK}")
    return faults


def picture_faults(report: RenderReport, plan: EditPlan) -> list[str]:
    """Black or still stretches that neither the plan nor the source explains."""
    faults: list[str] = []
    for clip in plan.clips:
        if not isinstance(clip, FootageClip) or _is_faded_out(clip):
            continue  # cards are ours: they may be calm
        if clip.brightness is not None and clip.brightness >= _DARK:
            black = [each for each in report.black if _share(each, clip) >= BLACK_SECONDS]
            faults += [f"it is black at {each.start:.1f} s although {clip.footage_id} is not" for each in black]
        if clip.motion is not None and clip.motion >= _STILL:
            still = [each for each in report.frozen if _share(each, clip) >= FROZEN_SECONDS]
            faults += [f"it stands still at {each.start:.1f} s although {clip.footage_id} moves" for each in still]
    return faults


def _is_faded_out(clip: FootageClip) -> bool:
    """Whether its keyframes let the plain colour behind it be nearly all that is seen for a while."""
    return any(key.opacity < _FADED for key in clip.keyframes)


def _share(stretch: Stretch, clip: FootageClip) -> float:
    """Seconds of the stretch inside the clip."""
    return min(stretch.end, clip.end / FPS) - max(stretch.start, clip.start / FPS)
