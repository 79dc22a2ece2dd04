"""What stands over and under the pictures, moved along when time is taken out of an ad or put into it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.music import TrackSettings
from geminivideo.rendering.plan.words import CaptionCue, NarrationLine
from geminivideo.rendering.timeline_edits.marks import marks_at
from geminivideo.rendering.timeline_edits.model import CannotEditError


def without(plan: EditPlan, begin: int, end: int, *, with_content: bool = False) -> dict[str, Any]:
    """The plan's other fields when the frames begin..end are gone; `with_content`: what lies inside them goes too.

    Raises:
        CannotEditError: when the voice would have to say two lines at once.
    """
    gone = end - begin

    def later(start: int) -> int:
        """By how many frames what starts there moves."""
        return -gone if start >= end else min(0, begin - start)

    def at(frame: int) -> int:
        return min(frame, begin) if frame < end else frame - gone

    def stays(start: int, stop: int) -> bool:
        return not (with_content and begin <= start and stop <= end)

    narration = [_moved_line(line, later(line.start)) for line in plan.narration if stays(line.start, _heard(line))]
    cues = plan.captions
    return {
        "frames": plan.frames - gone,
        "narration": _following(narration),
        "captions": cues and tuple(_moved_cue(c, later(c.start)) for c in cues if stays(c.start, c.end)),
        **marks_at(plan, lambda start, stop: (at(start), at(stop))),
        **_ending(plan, plan.frames - gone),
    }


def with_room(plan: EditPlan, at: int, frames: int) -> dict[str, Any]:
    """The plan's other fields when there are `frames` more from frame `at` on."""

    def later(start: int) -> int:
        return frames if start >= at else 0

    cues = plan.captions
    return {
        "frames": plan.frames + frames,
        "narration": tuple(_moved_line(line, later(line.start)) for line in plan.narration),
        "captions": cues and tuple(_moved_cue(cue, later(cue.start)) for cue in cues),
        **marks_at(plan, lambda start, stop: (start + later(start), stop + later(start))),
        **_ending(plan, plan.frames + frames),
    }


def _heard(line: NarrationLine) -> int:
    return line.words[-1].end if line.words else line.start + line.frames


def _following(lines: Sequence[NarrationLine]) -> tuple[NarrationLine, ...]:
    for before, after in pairwise(lines):
        if _heard(before) > after.start:
            raise CannotEditError(
                f"the voice is still saying {before.text[-40:]!r} when {after.text[:40]!r} begins;"
                f" leave {_heard(before) - after.start} frames more"
            )
    return tuple(lines)


def _words(words: Iterable[TimedWord], later: int) -> tuple[TimedWord, ...]:
    return tuple(word.model_copy(update={"start": word.start + later, "end": word.end + later}) for word in words)


def _moved_line(line: NarrationLine, later: int) -> NarrationLine:
    return line.model_copy(update={"start": line.start + later, "words": _words(line.words, later)}) if later else line


def _moved_cue(cue: CaptionCue, later: int) -> CaptionCue:
    return CaptionCue(words=_words(cue.words, later), end=cue.end + later)


def _ending(plan: EditPlan, frames: int) -> dict[str, Any]:
    """What runs by the ad's own clock ends with the ad."""
    changed: dict[str, Any] = {}
    if isinstance(plan.music, TrackSettings):
        beats = tuple(beat for beat in plan.music.beats if beat < frames)
        changed["music"] = plan.music.model_copy(update={"beats": beats})
    if plan.logo is not None:
        keys = tuple(key for key in plan.logo.keyframes if key.frame < frames)
        changed["logo"] = plan.logo.model_copy(update={"keyframes": keys})
    return changed
