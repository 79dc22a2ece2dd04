"""The process that opens an untrusted file: `python -m geminivideo.core.media.probe_process FILE PIXELS SECONDS`.

It limits its own memory and CPU time, reads every packet, decodes the first frames, and prints one JSON object: a
MediaProbe, or `{"refused": reason}`.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

_MEMORY_BYTES = 3 * 1024**3
_HEAD_BYTES = 4096
_DECODED_FRAMES = 3
_CODECS = frozenset(
    "h264 hevc av1 vp8 vp9 mpeg4 mpeg2video mpeg1video prores dnxhd mjpeg h263 theora ffv1 qtrle wmv3 msmpeg4v3".split()
)
_HDR_TRANSFERS = frozenset({16, 18})  # PQ and HLG, as ISO/IEC 23091-2 numbers them
_MIN_AVI_SHARE = 0.9  # of the time
_MIN_PACKET_SHARE = 0.98  # a phone's last samples may be cut; half a file is not a file


class RefusedError(Exception):
    """The file is not acceptable; the message says why."""


def look(path: Path, max_pixels: int) -> dict[str, Any]:
    import av

    from geminivideo.core.media.containers import demuxer_for, describe_unknown

    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    demuxer = demuxer_for(head)
    if demuxer is None:
        raise RefusedError(describe_unknown(head))
    try:
        options = {"protocol_whitelist": "file"}
        # Titles written by cameras and old editors are in any encoding; that is no reason to refuse the pictures.
        with av.open(str(path), format=demuxer, options=options, metadata_errors="replace") as container:
            return _examine(container, demuxer, path.stat().st_size, max_pixels)
    except av.FFmpegError as error:
        raise RefusedError(f"The file is damaged or incomplete ({error.strerror or error}).") from error


def _examine(container: Any, demuxer: str, size: int, max_pixels: int) -> dict[str, Any]:
    from geminivideo.core.media.display_size import display_size

    video = _video_stream(container, max_pixels)
    first = _first_frame(container, video)
    rotation = round(first.rotation) % 360
    width, height = display_size(first.width, first.height, video.sample_aspect_ratio)
    if rotation in {90, 270}:
        width, height = height, width
    frames, seconds = _count_packets(container, video)
    rates = (video.average_rate, video.base_rate)
    average = float(next(filter(None, reversed(rates) if _is_avi(container) else rates), 0)) or frames / max(
        seconds, 1e-3
    )
    context = video.codec_context
    return {
        "container": demuxer,
        "codec": context.name,
        "width": width,
        "height": height,
        "rotation": rotation,
        "frame_rate": round(min(average, 1000.0), 4),
        "variable_frame_rate": bool(video.base_rate and abs(float(video.base_rate) - average) > 0.01 * average),
        "frames": frames,
        "duration_seconds": round(seconds, 4),
        "pixel_format": first.format.name,
        "hdr": int(context.color_trc or 0) in _HDR_TRANSFERS,
        "has_audio": bool(container.streams.audio),
        "size_bytes": size,
    }


def _video_stream(container: Any, max_pixels: int) -> Any:
    videos = [s for s in container.streams.video if not s.disposition & s.disposition.attached_pic]
    if not videos:
        raise RefusedError("The file has no video track.")
    video = videos[0]
    if video.codec_context.name not in _CODECS:
        raise RefusedError(f"The video codec {video.codec_context.name} is not among the accepted ones.")
    if video.width * video.height > max_pixels:
        raise RefusedError(f"The picture is {video.width}x{video.height}, more than the {max_pixels} pixels accepted.")
    return video


def _first_frame(container: Any, video: Any) -> Any:
    first = None
    for number, frame in enumerate(container.decode(video), start=1):
        first = first or frame
        if number == _DECODED_FRAMES:
            break
    if first is None:
        raise RefusedError("Not one picture of the video can be decoded.")
    return first


def _count_packets(container: Any, video: Any) -> tuple[int, float]:
    """Frames and seconds as the packets have them; what a header claims is not believed."""
    container.seek(0)
    frames, begin, end = 0, None, 0.0
    tick = float(video.time_base)
    for packet in container.demux(video):
        if packet.size and packet.pts is not None:
            frames += 1
            start = packet.pts * tick
            begin = start if begin is None else min(begin, start)
            end = max(end, start + (packet.duration or 0) * tick)
    if not frames or begin is None:
        raise RefusedError("The video track holds no pictures.")
    whole = _is_avi(container) and end - begin >= _MIN_AVI_SHARE * (video.duration or 0) * tick
    if frames < _MIN_PACKET_SHARE * (video.frames or 0) and not whole:
        raise RefusedError(f"The file is cut off: {frames} of {video.frames} pictures are there.")
    shortest = 1 / float(video.average_rate) if video.average_rate else tick
    return frames, max(end - begin, shortest)


def _is_avi(container: Any) -> bool:
    """Whose headers count, as pictures and in the average rate, the places where one picture simply stays."""
    return str(container.format.name) == "avi"


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    path, max_pixels, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    _limit(seconds)
    try:
        answer = look(path, max_pixels)
    except RefusedError as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": "The file claims sizes that no video has."}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
