"""From a network's boxes and scores to things seen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geminivideo.core.footage_scene import SeenObject
from geminivideo.footage.extractors.regions import box_between
from geminivideo.footage.extractors.suppression import Floats, separate

_MOST_OBJECTS = 40
_MOST_CANDIDATES = 400  # of the surest; more are never separate things
_LEAST_AREA = 1e-4


@dataclass(frozen=True, slots=True)
class Answers:
    """Rows of (left, top, right, bottom) in fractions of the picture, and a score of 0-1 for each row and class."""

    edges: Floats
    scores: Floats


def seen_objects(
    answers: Answers, names: Mapping[int, str], at_seconds: float, *, least: float, same: float | None
) -> tuple[SeenObject, ...]:
    """The surest first. `same`: overlap from which two of one class are one; None: the network sees to that."""
    classes = answers.scores.argmax(axis=1)
    scores = np.clip(answers.scores[np.arange(len(classes)), classes], 0, 1)
    sure = np.flatnonzero(scores >= least)
    order = sure[np.argsort(-scores[sure], kind="stable")][:_MOST_CANDIDATES]
    kept = [row for row in order if int(classes[row]) in names]
    if same is not None:
        kept = _separate(kept, answers.edges, classes, same)
    found = [
        SeenObject(
            at_seconds=round(at_seconds, 6),
            label=names[int(classes[row])],
            box=box_between(*(float(edge) for edge in answers.edges[row])),
            confidence=round(float(scores[row]), 4),
        )
        for row in kept[:_MOST_OBJECTS]
    ]
    return tuple(thing for thing in found if thing.box.area >= _LEAST_AREA)


def _separate(rows: list[int], edges: Floats, classes: Floats, same: float) -> list[int]:
    """Each class by itself: a person on a bicycle covers it and is none."""
    apart = edges[rows] + 10.0 * classes[rows, None]
    return [rows[place] for place in separate(apart, same=same, most=_MOST_OBJECTS)]
