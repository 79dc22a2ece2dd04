"""What is written over one segment, as a subtitle file that does not know where in the ad the segment stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.segments.model import Segment
from geminivideo.rendering.text import ass
from geminivideo.rendering.text.ass import Event

# Events are put half a frame early, which those of frame 0 cannot be: no event is there. Of three frames, because a
# subtitle file counts in hundredths of a second, ten to three frames.
_RUN_UP = 3
_FADES_OUT = "\\fad("


@dataclass(frozen=True, slots=True)
class Writing:
    """`lead` is the number of frames by which the subtitles' clock is ahead of the segment's."""

    document: str
    lead: int


def writing(events: Sequence[Event], segment: Segment, frame: FrameSize) -> Writing | None:
    """The events seen during the segment. One that began earlier goes on from where it was: its clock keeps running."""
    seen = [event for event in events if event.start < segment.end and event.end > segment.start]
    if not seen:
        return None
    begin = min(segment.start, *(event.start for event in seen)) - _RUN_UP
    return Writing(ass.document([_moved(event, segment, begin) for event in seen], frame), segment.start - begin)


def _moved(event: Event, segment: Segment, begin: int) -> Event:
    """What comes after the segment must not change its file, unless the event fades towards its end."""
    end = event.end if _FADES_OUT in event.text else min(event.end, segment.end)
    return replace(event, start=event.start - begin, end=end - begin)
