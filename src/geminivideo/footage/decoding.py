"""All that can be decoded of one track, whatever else is broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Losses:
    """What could not be had of a track, known once its frames are through."""

    damaged: int = 0  # packets
    broken_off: str | None = None  # why the file ended early


def decoded(container: Any, stream: Any, losses: Losses) -> Iterator[Any]:
    """The frames of a track; damaged packets are left out and counted."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except av.FFmpegError as error:
            losses.broken_off = error.strerror or str(error)
            break
        try:
            yield from packet.decode()
        except av.FFmpegError:
            losses.damaged += 1
