import pytest

from geminivideo.footage.shot_scale import shot_scale
from tests.footage.builders import box

WIDE = 16 / 9


@pytest.mark.parametrize(
    ("height", "scale"), [(0.8, "extreme_close_up"), (0.49, "close_up"), (0.175, "medium"), (0.05, "wide")]
)
def test_by_the_largest_face(height: float, scale: str) -> None:
    small = box(width=0.01, height=0.02)
    faces = [[small, box(y=0.1, width=height / 2, height=height)], [], [box(y=0.1, width=height / 2, height=height)]]
    assert shot_scale(faces, [[box(height=0.9)]], WIDE) == scale


def test_one_moment_does_not_decide() -> None:
    medium, close = box(height=0.2), box(height=0.5)
    assert shot_scale([[medium], [close], [medium]], [], WIDE) == "medium"


@pytest.mark.parametrize(
    ("width", "height", "shape", "scale"),
    [
        (0.2, 0.86, WIDE, "wide"),  # somebody who stands, seen from behind
        (0.15, 0.6, WIDE, "wide"),
        (0.72, 0.75, WIDE, "medium"),  # a body behind a table
        (0.9, 0.9, 9 / 16, "wide"),  # a slim box in a tall picture
        (0.3, 0.3, WIDE, "wide"),  # somebody sits far away
    ],
)
def test_without_faces_by_bodies(width: float, height: float, shape: float, scale: str) -> None:
    person = box(x=0.05, y=0.05, width=width, height=height)
    assert shot_scale([[], []], [[person], [box(width=0.01, height=0.02), person]], shape) == scale


def test_without_people_there_is_no_scale() -> None:
    assert shot_scale([[], []], [[]], WIDE) is None
    assert shot_scale([], [], WIDE) is None
