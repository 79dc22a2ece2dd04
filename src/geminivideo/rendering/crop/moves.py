"""Whether a window moves during a shot, and how. Standing still is the rule; a move needs strong evidence.

A move is hold, ease, hold. It is made when a standing window would lose its subject often, and the subject was seen
often enough to be sure that it went from one place to another and did not merely jump about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from geminivideo.core.footage_scene import SubjectSample
from geminivideo.rendering.area import Area
from geminivideo.rendering.crop.hold_and_ease import Place, Track, fit
from geminivideo.rendering.crop.subjects import (
    area_of,
    largest_of,
    reach_of,
    trusted,
    union_of,
    with_margin,
)
from geminivideo.rendering.crop.window import aim_of, start_for

_LEAST_MOMENTS = 4
_LEAST_COVERAGE = 0.7  # of the moments at which somebody looked
_LEAST_RANGE = 0.3  # of the window: what goes less far is kept by a window that stands
_LOSES = 0.25  # share of the moments at which a standing window must lose the subject
_LOST = 0.6  # of the subject; when less is inside the window, it is lost
_LEAST_EXPLAINED = 0.5  # share of the wandering that the path must follow; less, and the subject only jumped about


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of the picture and the window along it, in shares of the picture."""

    horizontal: bool
    size: float  # of the window
    standing: float  # where the window would begin if it stood

    def span(self, area: Area) -> tuple[float, float]:
        return (area.left, area.right) if self.horizontal else (area.top, area.bottom)


@dataclass(frozen=True, slots=True)
class Moves:
    """Places of the window at seconds of the shot; none when it stands. Never without the reason."""

    places: tuple[Place, ...]
    reason: str


def moves_for(axis: Axis, subjects: Sequence[SubjectSample], interval: float, start: float, seconds: float) -> Moves:
    """How the window should go along this axis in the `seconds` from `start`; somebody looked once each `interval`."""
    kind, seen = _followed(trusted(subjects), axis)
    if not seen:
        return Moves((), "nothing moves by itself")
    lost = _share_lost(axis, seen, [axis.standing] * len(seen))
    if lost <= _LOSES:
        return Moves((), f"a standing window keeps the {kind} at {1 - lost:.0%} of its moments")
    looked = max(1.0, (subjects[-1].at_seconds - subjects[0].at_seconds) / interval + 1)
    if len(seen) < _LEAST_MOMENTS or len(seen) / looked < _LEAST_COVERAGE:
        return Moves((), f"the {kind} was seen too seldom to follow it")
    return _fitted(axis, kind, seen, lost, start, seconds)


def _fitted(
    axis: Axis, kind: str, seen: Sequence[tuple[float, Area]], lost: float, start: float, seconds: float
) -> Moves:
    aim = 0.5 if axis.horizontal else aim_of(faces=kind == "face")
    wanted = _without_outliers([start_for(*axis.span(area), axis.size, aim=aim) for _at, area in seen])
    if max(wanted) - min(wanted) <= _LEAST_RANGE * axis.size:
        return Moves((), f"the {kind} stays in one place")
    track = Track(tuple(at - start for at, _area in seen), tuple(wanted))
    path = fit(track, seconds, axis.size)
    if path is None:
        return Moves((), f"the {kind} is too fast to follow calmly")
    still_lost = _share_lost(axis, seen, path.at(track.times))
    if path.explained < _LEAST_EXPLAINED or still_lost > lost / 2:
        return Moves((), f"the {kind} jumps about instead of going somewhere")
    reason = (
        f"follows the {kind} {_direction(axis, path.places)}: standing still would lose it at {lost:.0%} of its moments"
    )
    return Moves(path.places, reason)


def _direction(axis: Axis, places: Sequence[Place]) -> str:
    names = ("to the right", "to the left") if axis.horizontal else ("down", "up")
    steps = [after.start - before.start for before, after in pairwise(places) if after.start != before.start]
    return " and then ".join(dict.fromkeys(names[0] if step > 0 else names[1] for step in steps))


def _followed(found: Sequence[SubjectSample], axis: Axis) -> tuple[str, list[tuple[float, Area]]]:
    """One subject over the shot: the faces, or what moves. What only stands out is no reason to move."""
    faces = [sample for sample in found if sample.kind == "face"]
    if faces:
        return "face", _one_person(faces, axis)
    moving = [sample for sample in found if sample.kind == "motion"]
    return "movement", [(at, union_of([area_of(each) for each in group])) for at, group in _moments(moving)]


def _moments(found: Sequence[SubjectSample]) -> list[tuple[float, list[SubjectSample]]]:
    groups: dict[float, list[SubjectSample]] = {}
    for sample in found:
        groups.setdefault(sample.at_seconds, []).append(sample)
    return sorted(groups.items())


def _one_person(faces: Sequence[SubjectSample], axis: Axis) -> list[tuple[float, Area]]:
    """All faces where they always fit together; else the largest face, from moment to moment the nearest one to it."""
    moments = _moments(faces)
    together = [(at, union_of([with_margin(face) for face in group])) for at, group in moments]
    if all(high - low <= axis.size for low, high in (axis.span(area) for _at, area in together)):
        return together
    first = next(n for n, (_at, group) in enumerate(moments) if largest_of(faces) in group)
    ahead = _chain(largest_of(faces), moments[first:])
    back = _chain(largest_of(faces), moments[first::-1])
    return sorted({**dict(back), **dict(ahead)}.items())


def _chain(face: SubjectSample, moments: Sequence[tuple[float, list[SubjectSample]]]) -> list[tuple[float, Area]]:
    chain = []
    for at, group in moments:
        nearest = min(group, key=lambda other: abs(other.box.centre_x - face.box.centre_x))
        if abs(nearest.box.centre_x - face.box.centre_x) <= reach_of(face):
            face = nearest
            chain.append((at, with_margin(face)))
    return chain


def _without_outliers(values: Sequence[float]) -> list[float]:
    """Each as the median of itself and its neighbours: one wrong detection is gone, a way from here to there stays."""
    padded = [values[0], *values, values[-1]]
    return [median(padded[n : n + 3]) for n in range(len(values))]


def _share_lost(axis: Axis, seen: Sequence[tuple[float, Area]], starts: Sequence[float]) -> float:
    lost = [_kept(*axis.span(area), start, axis.size) < _LOST for (_at, area), start in zip(seen, starts, strict=True)]
    return sum(lost) / len(lost)


def _kept(low: float, high: float, start: float, size: float) -> float:
    """Share of what the window could show of low..high that it does show."""
    return (min(high, start + size) - max(low, start)) / max(1e-6, min(high - low, size))
