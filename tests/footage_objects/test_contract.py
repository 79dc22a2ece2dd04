"""What holds for every object detector."""

import numpy as np
import pytest

from geminivideo.core.footage_scene import Box
from tests.footage.builders import texture
from tests.footage.pictures import shown
from tests.footage_objects.conftest import Case


def overlap(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0.0, width) * max(0.0, height)
    return shared / (one.area + other.area - shared)


def best_overlap(case: Case, bgr: np.ndarray, place: Box) -> float:
    found = [thing.box for thing in case.detector.find(shown(bgr)) if thing.label == case.label]
    return max((overlap(box, place) for box in found), default=0.0)


def test_what_is_there_is_found_where_it_is(case: Case) -> None:
    assert best_overlap(case, case.bgr, case.place) > 0.7


def test_a_mirrored_picture_has_it_on_the_other_side(case: Case) -> None:
    mirrored = case.place.model_copy(update={"x": 1 - case.place.x - case.place.width})
    assert best_overlap(case, case.bgr[:, ::-1], mirrored) > 0.7
    assert best_overlap(case, case.bgr[:, ::-1], case.place) < 0.7


def test_the_colours_are_told_apart(case: Case) -> None:
    """A detector that takes blue for red finds nothing of the kind in a drawn picture, and less in a real one."""
    there = {thing.label: thing.confidence for thing in reversed(case.detector.find(shown(case.bgr)))}
    swapped = {thing.label: thing.confidence for thing in reversed(case.detector.find(shown(case.bgr[..., ::-1])))}
    assert swapped.get(case.label, 0.0) < there[case.label]


def test_answers_are_sorted_sure_and_of_the_moment(case: Case) -> None:
    found = case.detector.find(shown(case.bgr, at_seconds=7.25))
    confidences = [thing.confidence for thing in found]
    assert confidences == sorted(confidences, reverse=True)
    assert min(confidences) >= 0.5
    assert {thing.at_seconds for thing in found} == {7.25}


def test_the_same_picture_has_the_same_answer(case: Case) -> None:
    assert case.detector.find(shown(case.bgr)) == case.detector.find(shown(case.bgr))


@pytest.mark.parametrize("level", [0, 128, 255])
def test_there_is_nothing_in_an_empty_picture(case: Case, level: int) -> None:
    assert case.detector.find(shown(np.full((120, 200, 3), level, np.uint8))) == ()


@pytest.mark.parametrize("size", [(16, 16), (481, 34), (34, 481)])
def test_any_shape_of_picture_will_do(case: Case, size: tuple[int, int]) -> None:
    for thing in case.detector.find(shown(texture(*size))):
        assert thing.box.x + thing.box.width <= 1.0001
        assert thing.box.y + thing.box.height <= 1.0001


def test_it_says_what_it_is(case: Case) -> None:
    name, _, version = case.detector.backend.partition(" ")
    assert name
    assert version
