"""What is believed of the things that single looks into a scene told of."""

from collections.abc import Sequence

from geminivideo.core.footage_scene import SeenObject

_PERSON = "person"
# How sure the best look has to be. Settled on the sample clips (bench/footage_objects.py).
_SURE_OFTEN = 0.5  # where a good share of the looks agree
_SURE_SELDOM = 0.75  # where two or more do, of many: looks close to each other slip together
_SURE_ALONE = 0.6  # where one does, of few
_OFTEN = 0.25
_FEW_LOOKS = 3
_MANY_KINDS = 5


def trusted_objects(looks: Sequence[Sequence[SeenObject]]) -> tuple[SeenObject, ...]:
    """The things of those kinds that are sure: several looks into the scene saw one, or one of few did.

    A detector's slips differ from look to look, what is there stays: where a kind is sure, its doubtful sightings in
    the same scene count as well.
    """
    best: dict[str, list[float]] = {}
    for look in looks:
        for label in {thing.label for thing in look}:
            best.setdefault(label, []).append(max(thing.confidence for thing in look if thing.label == label))
    sure = {label for label, found in best.items() if _is_sure(found, len(looks))}
    return tuple(thing for look in looks for thing in look if thing.label in sure)


def _is_sure(best_of_looks: Sequence[float], looks: int) -> bool:
    times, best = len(best_of_looks), max(best_of_looks)
    if times == 1:
        return looks <= _FEW_LOOKS and best >= _SURE_ALONE
    return best >= (_SURE_OFTEN if times >= _OFTEN * looks else _SURE_SELDOM)


def people_by_moment(objects: Sequence[SeenObject]) -> dict[float, list[SeenObject]]:
    moments: dict[float, list[SeenObject]] = {}
    for thing in objects:
        if thing.label == _PERSON:
            moments.setdefault(thing.at_seconds, []).append(thing)
    return moments


def kinds_of(objects: Sequence[SeenObject]) -> list[str]:
    """Labels, those seen most often first."""
    counts: dict[str, int] = {}
    for thing in objects:
        counts[thing.label] = counts.get(thing.label, 0) + 1
    return sorted(counts, key=lambda label: (-counts[label], label))


def share_of_kinds(objects: Sequence[SeenObject]) -> float:
    """The feature `objects`: a fifth for each kind of thing, at most 1."""
    return min(1.0, len(kinds_of(objects)) / _MANY_KINDS)
