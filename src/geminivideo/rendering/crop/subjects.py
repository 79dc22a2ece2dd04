"""What must be seen of a shot, from the places that detectors found in it. All numbers are shares of the picture."""

from collections.abc import Callable, Sequence
from statistics import median

from geminivideo.core.footage_scene import SubjectSample
from geminivideo.rendering.area import Area

_FACE_MARGIN = 0.35  # room around a face that belongs to it, as a share of its size
_LEAST_CONFIDENCE = 0.3
_ACTION_MAY_BE_CUT = 0.4  # as a share of it, to show more of what it acts on
_UNRECOGNISED = ("motion", "saliency")
_WEIGHTIEST_FIRST = ("face", "person", "motion", "object", "saliency")
_STEPS = 100  # places tried for a window
_LEAST_REACH = 0.12  # how far a person may be from where they were a sample ago


def trusted(subjects: Sequence[SubjectSample]) -> list[SubjectSample]:
    return [sample for sample in subjects if sample.confidence >= _LEAST_CONFIDENCE and sample.box.area > 0]


def has_face(subjects: Sequence[SubjectSample]) -> bool:
    return any(sample.kind == "face" for sample in trusted(subjects))


def subject_of(subjects: Sequence[SubjectSample], width: float, height: float) -> Area | None:
    """What must be seen: all faces when they fit together, else the largest; else people; else what happens.

    A body that is larger than the window, as one behind a table, says nothing of where in it to look. What happens is
    what moves and things that fit the window, or what stands out where there are none.
    """
    chosen = trusted(subjects)
    faces = [with_margin(sample) for sample in _faces(chosen)]
    if faces:
        union = union_of(faces)
        return union if _fits(union, width, height) else _largest(_faces(chosen), with_margin)
    moving = _of_kind(chosen, "motion")
    if people := _people_that_fit(chosen, width, height):
        return _around_people(people, moving, width, height)
    things = [area for area in _of_kind(chosen, "object") if _fits(area, width, height)]
    there = things or _of_kind(chosen, "saliency")
    return _attention(moving, there, width, height) if moving or there else None


def grounds(subjects: Sequence[SubjectSample], width: float, height: float) -> str | None:
    """The kind of what `subject_of` goes by most; None where there is nothing."""
    chosen = trusted(subjects)
    fitting = _people_that_fit(chosen, width, height)
    kinds = {sample.kind for sample in chosen if sample.kind != "person" or fitting}
    return next((kind for kind in _WEIGHTIEST_FIRST if kind in kinds), None)


def is_taller(subjects: Sequence[SubjectSample], subject: Area | None, height: float) -> bool:
    """Whether the subject is taller than a window; what is not known may be anything."""
    if subject is None:
        return True
    chosen = trusted(subjects)
    elsewhere = [area_of(sample) for sample in chosen if sample.kind in _UNRECOGNISED]
    people = _of_kind(chosen, "person") or elsewhere or _of_kind(chosen, "object")
    return (subject if has_face(subjects) else _middle(people)).height > height


def _people_that_fit(chosen: Sequence[SubjectSample], width: float, height: float) -> list[SubjectSample]:
    return [body for body in chosen if body.kind == "person" and _fits(area_of(body), width, height)]


def _of_kind(chosen: Sequence[SubjectSample], kind: str) -> list[Area]:
    return [area_of(sample) for sample in chosen if sample.kind == kind]


def area_of(sample: SubjectSample) -> Area:
    box = sample.box
    return Area(box.x, box.y, box.x + box.width, box.y + box.height)


def with_margin(sample: SubjectSample) -> Area:
    inner = area_of(sample)
    x, y = inner.width * _FACE_MARGIN, inner.height * _FACE_MARGIN
    return Area(
        max(0.0, inner.left - x), max(0.0, inner.top - y), min(1.0, inner.right + x), min(1.0, inner.bottom + y)
    )


def union_of(boxes: Sequence[Area]) -> Area:
    return Area(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _fits(area: Area, width: float, height: float) -> bool:
    return area.width <= width and area.height <= height


def _around_people(people: Sequence[SubjectSample], moving: Sequence[Area], width: float, height: float) -> Area:
    """All of them where they fit, else the largest, whole; and what moves as far as there is room beside them."""
    bodies = union_of([area_of(body) for body in people])
    everything = union_of([bodies, *moving])
    if _fits(everything, width, height):
        return everything
    must = bodies if _fits(bodies, width, height) else _largest(people, area_of)
    if not moving:
        return must
    action = _middle(moving)
    left = _toward(must.left, must.right, action.left, action.right, width)
    top = _toward(must.top, must.bottom, action.top, action.bottom, height)
    return Area(left, top, left + width, top + height)


def _toward(low: float, high: float, other_low: float, other_high: float, size: float) -> float:
    """The start of a window that shows all of low..high and leans towards the other."""
    start = (low + high + other_low + other_high) / 4 - size / 2
    return min(max(start, high - size), low)


def _attention(moving: Sequence[Area], there: Sequence[Area], width: float, height: float) -> Area:
    """All of it where it fits. Else between what moves and what is there: an action has two ends, as pouring has."""
    union = union_of([*moving, *there])
    if _fits(union, width, height):
        return union
    if not moving or not there:
        return _densest([*moving, *there], width, height)
    action, scene = _middle(moving), _middle(there)
    left = _between(action.left, action.right, scene.left, scene.right, width)
    top = _between(action.top, action.bottom, scene.top, scene.bottom, height)
    return Area(left, top, left + width, top + height)


def _between(low: float, high: float, scene_low: float, scene_high: float, size: float) -> float:
    """A window's start half way between action (low..high) and scene, but never losing much of the action."""
    start = (low + high + scene_low + scene_high) / 4 - size / 2
    may_be_cut = _ACTION_MAY_BE_CUT * (high - low)
    return min(max(start, high - may_be_cut - size), low + may_be_cut)


def largest_of(people: Sequence[SubjectSample]) -> SubjectSample:
    return max(people, key=lambda sample: (sample.box.area * sample.confidence, -sample.box.x))


def reach_of(person: SubjectSample) -> float:
    """Across how much of the picture a sample is still taken for the same person."""
    return max(person.box.width, _LEAST_REACH)


def _faces(chosen: Sequence[SubjectSample]) -> list[SubjectSample]:
    return [sample for sample in chosen if sample.kind == "face"]


def _largest(people: Sequence[SubjectSample], area: Callable[[SubjectSample], Area]) -> Area:
    """The place of the largest one over the shot: samples near it in the picture belong to the same person."""
    largest = largest_of(people)
    reach = reach_of(largest)
    same = [sample for sample in people if abs(sample.box.centre_x - largest.box.centre_x) <= reach]
    return _middle([area(sample) for sample in same])


def _middle(boxes: Sequence[Area]) -> Area:
    """The median box: one wrong detection does not move it."""
    return Area(
        median(box.left for box in boxes),
        median(box.top for box in boxes),
        median(box.right for box in boxes),
        median(box.bottom for box in boxes),
    )


def _densest(boxes: Sequence[Area], width: float, height: float) -> Area:
    """The window that shows most of what moves, when it does not all fit; the more central one of two equals."""
    left = _best_start([(box.left, box.right) for box in boxes], width)
    top = _best_start([(box.top, box.bottom) for box in boxes], height)
    return Area(left, top, left + width, top + height)


def _best_start(ranges: Sequence[tuple[float, float]], size: float) -> float:
    def seen(start: float) -> float:
        return sum(max(0.0, min(high, start + size) - max(low, start)) / max(high - low, 1e-6) for low, high in ranges)

    starts = [(1 - size) * step / _STEPS for step in range(_STEPS + 1)]
    return max(starts, key=lambda start: (round(seen(start), 6), -abs(start - (1 - size) / 2)))
