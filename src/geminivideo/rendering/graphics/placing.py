"""From what a request asks for to marks of its plan."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from geminivideo.core.vocabulary import CountdownAt
from geminivideo.rendering.graphics.wanted import Graphics, WantedCountdown
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS, Span
from geminivideo.rendering.plan.graphics import Countdown, LowerThird, ProgressBar
from geminivideo.rendering.plan.words import TitlePlace

_USUAL, _SHORTEST = 120, 45  # frames of a lower third
_DELAY = 6  # after the cut, and before the next one


def with_bar_and_countdown(plan: EditPlan, wanted: Graphics) -> EditPlan:
    """Before titles are placed off faces, because they move titles."""
    changed: dict[str, Any] = {}
    if wanted.progress_bar:
        changed["progress_bar"] = ProgressBar()
    if wanted.countdown:
        counting = _countdown(plan, wanted.countdown)
        changed["countdown"] = counting
        if counting.from_number < wanted.countdown.from_seconds:
            note = f"the countdown begins at {counting.from_number}: the ad is no longer"
            changed["notes"] = (*plan.notes, note)
    return EditPlan(**{**dict(plan), **changed}) if changed else plan


def with_lower_third(plan: EditPlan, wanted: Graphics) -> EditPlan:
    """When pictures and titles stand: over the first footage that has room, rather not under a title."""
    if wanted.lower_third is None:
        return plan
    room = _room(plan)
    if room is None:
        note = "no lower third: no footage stands long enough for one"
        return plan.model_copy(update={"notes": (*plan.notes, note)})
    name, line = wanted.lower_third.name, wanted.lower_third.line
    mark = LowerThird(start=room.start, frames=min(_USUAL, room.frames), name=name, line=line)
    return EditPlan(**{**dict(plan), "lower_thirds": (*plan.lower_thirds, mark)})


def _countdown(plan: EditPlan, wanted: WantedCountdown) -> Countdown:
    seconds = max(1, min(wanted.from_seconds, plan.frames // FPS))
    frames = min(seconds * FPS, plan.frames)
    start = 0 if wanted.at is CountdownAt.HOOK else plan.frames - frames
    return Countdown(start=start, frames=frames, from_number=seconds)


def _room(plan: EditPlan) -> Span | None:
    low = [title for title in plan.titles if title.place is TitlePlace.LOW]
    taken = [*plan.lower_thirds, *low]
    for others, least in (((*taken, *plan.titles), _USUAL), ((*taken, *plan.titles), _SHORTEST), (taken, _SHORTEST)):
        found = next((span for span in _free(plan, others) if span.frames >= least), None)
        if found is not None:
            return found
    return None


def _free(plan: EditPlan, others: Iterable[Span]) -> Iterator[Span]:
    """Stretches of footage without any of the others, a little shorter than they are."""
    free = [False] * plan.frames
    for clip in plan.clips:
        if isinstance(clip, FootageClip):
            free[clip.start : clip.end] = [True] * clip.frames
    for other in others:
        free[other.start : other.end] = [False] * other.frames
    for is_free, run in groupby(range(plan.frames), free.__getitem__):
        frames = list(run)
        if is_free and len(frames) > 2 * _DELAY:
            yield Span(start=frames[0] + _DELAY, frames=len(frames) - 2 * _DELAY)
