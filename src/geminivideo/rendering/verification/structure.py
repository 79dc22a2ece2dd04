"""What the packets of a file say: size, codecs, times, and whether its pictures are those that were joined."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from geminivideo.rendering.encode import AUDIO_RATE
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.pictures import of_pictures, picture_checksum
from geminivideo.rendering.verification.report import Part

_BT709_TAGS = (1, 1, 1, 1)  # matrix, primaries, transfer, studio range, as ISO/IEC 23091-2 numbers them


def structure(path: Path, parts: Sequence[Part]) -> dict[str, Any]:
    """Size, codecs and times as the packets have them; `notes` are the faults that no plan is needed to see."""
    import av

    with av.open(str(path), format="mov", options={"protocol_whitelist": "file"}) as container:
        video = container.streams.video[0]
        audio = container.streams.audio[0] if container.streams.audio else None
        times, checksums = _read(container.demux(video))
        faults = [*_time_faults(times), *_colour_faults(video.codec_context), *copy_faults(checksums, parts)]
        faults += [] if _begins_with_its_index(path) else ["a player must load it whole before it can begin"]
        return {
            "width": video.width,
            "height": video.height,
            "frames": len(times),
            "seconds": _seconds(times, float(video.time_base or 0)),
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


def _seconds(times: Sequence[int], tick: float) -> float:
    return round((times[-1] - times[0]) * tick + 1 / FPS, 3) if times else 0.0


def _time_faults(times: Sequence[int]) -> list[str]:
    steps = {later - earlier for earlier, later in pairwise(times)}
    return [f"uneven time steps {sorted(steps)[:4]}"] if len(steps) > 1 else []


def _colour_faults(context: Any) -> list[str]:
    tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
    return [f"its colours are tagged {tags}"] if tuple(int(tag or 0) for tag in tags) != _BT709_TAGS else []


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
