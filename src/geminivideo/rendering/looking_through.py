"""Small pictures of a video at given moments, for as little decoding as their moments allow.

It is the decoder that costs here. A picture between two key frames takes all that lie before it since the last one,
so a key frame is taken wherever one is near enough; frames that no other one needs are left out, and so is the
smoothing of block edges, which nobody sees in so small a copy.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.mp4_opening import MP4, opened_mp4
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.upright import upright

_SAME = 1e-3  # seconds
_LATE = 1.0  # seconds by which packets may be stored later than they are shown


_Shown = tuple[float, Any]  # seconds and frame


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds of the video; a key frame between `earliest` and `latest` does as well."""

    at: float
    earliest: float
    latest: float

    def is_shown_by(self, key: float) -> bool:
        return self.earliest - _SAME <= key <= self.latest + _SAME


def pictures_at(video: Path, numbers: Mapping[int, range], long_edge: int, check: Callable[[], None]) -> dict[int, Any]:
    """The picture of each frame number of a finished ad, or of a key frame in the range given with it. What is taken
    instead of a left out frame is the next one, a tenth of a second later at most.
    """
    moments = {
        number: Moment(number / FPS, around.start / FPS, (around.stop - 1) / FPS) for number, around in numbers.items()
    }
    with opened(video, MP4) as container:
        taken = look(container, set(moments.values()), check)
    if not taken:
        raise ProcessingError("No picture could be taken from the finished ad.", next_step="retry the job")
    small = {time: _small(frame, long_edge) for time, frame in taken.values()}
    latest = max(small)  # a damaged stretch shows what else there is
    return {number: small[taken[moment][0] if moment in taken else latest] for number, moment in moments.items()}


def _small(frame: Any, long_edge: int) -> Any:
    share = long_edge / max(frame.width, frame.height)
    return upright(frame, round(frame.width * share), round(frame.height * share))


def opened(path: Path, demuxer: str) -> Any:
    """A container for `look`, to be closed by whoever asked for it."""
    import av

    if demuxer == MP4:
        container = opened_mp4(path)
    else:  # it must be looked into before its times are known, and a first picture is decoded for that
        options = {"protocol_whitelist": "file"}
        container = av.open(str(path), format=demuxer, options=options, metadata_errors="replace")
    decoder = container.streams.video[0].codec_context
    decoder.thread_count, decoder.skip_frame, decoder.options = 1, "NONREF", {"skip_loop_filter": "all"}
    return container


def look(container: Any, moments: Collection[Moment], check: Callable[[], None]) -> dict[Moment, _Shown]:
    """For each moment what is shown then or nearly then: since which second, and the frame. After the end it is the
    last one; what cannot be decoded is passed over, so moments may be missing.
    """
    first, last = min(each.at for each in moments), max(each.at for each in moments)
    keys = [time for time, packet in _packets(container, first, last) if packet.is_keyframe]
    wanted = _by_key(moments, keys)
    found: dict[Moment, _Shown] = {}
    for key, group in groupby(_packets(container, first, last), _Key()):
        check()
        if key in wanted:
            alone = all(each.is_shown_by(key) for each in wanted[key])
            packets = (packet for _time, packet in islice(group, 1 if alone else None))
            found |= _of_group(_decoded(container, packets), key, wanted[key])
            container.streams.video[0].codec_context.flush_buffers()
    return found


def _packets(container: Any, first: float, last: float) -> Iterator[tuple[float, Any]]:
    """Those that may be needed, with the seconds since the video began at which each is shown."""
    container.seek(int((_begin(container) + first) * 1_000_000), backward=True)
    for time, packet in _timed(container, container.demux(container.streams.video[0])):
        yield time, packet
        if time > last + _LATE:
            return


def _timed(container: Any, several: Iterable[Any]) -> Iterator[tuple[float, Any]]:
    """Packets or frames with their seconds. Old containers say only in which order there is what."""
    begin, tick = _begin(container), float(container.streams.video[0].time_base)
    for each in several:
        ticks = each.dts if each.pts is None else each.pts
        if ticks is not None:
            yield ticks * tick - begin, each


def _begin(container: Any) -> float:
    return (container.start_time or 0) / 1_000_000


class _Key:
    """Of each packet in a row the time of the last key frame so far."""

    def __init__(self) -> None:
        self._time: float | None = None

    def __call__(self, each: tuple[float, Any]) -> float | None:
        time, packet = each
        self._time = time if packet.is_keyframe else self._time
        return self._time


def _by_key(moments: Iterable[Moment], keys: Sequence[float]) -> dict[float, list[Moment]]:
    """From which key frame on each moment is reached: from the one that does for it, else from the last before it."""
    wanted: dict[float, list[Moment]] = {}
    for moment in sorted(moments, key=lambda each: each.at) if keys else ():
        near = sorted((key for key in keys if moment.is_shown_by(key)), key=lambda key: abs(key - moment.at))
        before = [key for key in keys if key <= moment.at + _SAME] or keys[:1]
        wanted.setdefault(near[0] if near else max(before), []).append(moment)
    return wanted


def _of_group(frames: Iterator[_Shown], key: float, moments: Sequence[Moment]) -> dict[Moment, _Shown]:
    """Asks for no more frames than the last moment needs, and gives the last one to moments after the end."""
    waiting = [(key if each.is_shown_by(key) else each.at, each) for each in moments]
    waiting.sort(key=lambda each: each[0])
    found: dict[Moment, _Shown] = {}
    shown: _Shown | None = None
    for shown in frames:
        while waiting and shown[0] >= waiting[0][0] - _SAME:
            found[waiting.pop(0)[1]] = shown
        if not waiting:
            break
    return found | ({moment: shown for _at, moment in waiting} if shown else {})


def _decoded(container: Any, packets: Iterable[Any]) -> Iterator[_Shown]:
    import av

    for packet in chain(packets, [None]):
        try:
            yield from _timed(container, container.streams.video[0].codec_context.decode(packet))
        except av.FFmpegError:  # a damaged picture: there are others
            continue
