"""Reframing: inside the picture, of the right shape, with the people in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.footage_scene import Box, FootageSource, SubjectSample
from geminivideo.core.vocabulary import FrameSize, Platform
from geminivideo.rendering.crop.window import centre_window, crop_window
from geminivideo.rendering.plan.framing import CropWindow, Fill
from tests.rendering.examples import face, source

HD = source(width=1280, height=720)
TALL = source(width=720, height=1280)
REEL = Platform.TIKTOK.frame
FRAMES = st.sampled_from([platform.frame for platform in Platform])


@st.composite
def samples(draw: st.DrawFn) -> SubjectSample:
    x, y = draw(st.floats(0, 0.95)), draw(st.floats(0, 0.95))
    width, height = draw(st.floats(0, 1 - x)), draw(st.floats(0, 1 - y))
    return SubjectSample(
        at_seconds=draw(st.floats(0, 10)),
        kind=draw(st.sampled_from(["face", "motion", "saliency"])),
        box=Box(x=x, y=y, width=width, height=height),
        confidence=draw(st.floats(0, 1)),
    )


@given(
    st.integers(16, 4000), st.integers(16, 4000), FRAMES, st.lists(samples(), max_size=8), st.sampled_from([1.0, 1.16])
)
def test_the_window_is_even_inside_and_of_the_frames_shape(
    width: int, height: int, frame: FrameSize, subjects: list[SubjectSample], zoom: float
) -> None:
    of = source(width=width, height=height)
    window, fill = crop_window(of, frame, subjects, zoom=zoom)
    assert window.fits(of)
    if fill is Fill.COVER and min(window.width, window.height) > 40:
        assert window.width / window.height == pytest.approx(frame.width / frame.height, rel=0.12)


@given(st.floats(0, 0.85), st.floats(0, 0.85), st.floats(0.02, 0.14), FRAMES)
def test_a_single_face_is_wholly_inside(x: float, y: float, size: float, frame: FrameSize) -> None:
    sample = face(x, y, size)
    window, _fill = crop_window(HD, frame, [sample])
    assert covered(sample.box, HD, window) > 0.97


def covered(box: Box, of: FootageSource, window: CropWindow) -> float:
    """Share of the box that the window shows; two pixels of rounding are allowed for."""
    left, top = box.x * of.width, box.y * of.height
    width, height = box.width * of.width, box.height * of.height
    across = min(left + width, window.x + window.width + 2) - max(left, window.x - 2)
    down = min(top + height, window.y + window.height + 2) - max(top, window.y - 2)
    return max(0.0, min(1.0, across / width)) * max(0.0, min(1.0, down / height))


def test_faces_that_fit_together_are_shown_together() -> None:
    pair = [face(0.60, 0.3, 0.06), face(0.75, 0.3, 0.06)]
    window, _fill = crop_window(HD, REEL, pair)
    assert all(covered(each.box, HD, window) > 0.97 for each in pair)


def test_of_faces_that_do_not_fit_the_largest_is_shown_not_the_wall_between() -> None:
    large, small = face(0.05, 0.2, 0.14), face(0.85, 0.3, 0.05)
    window, _fill = crop_window(HD, REEL, [small, large])
    assert covered(large.box, HD, window) > 0.97


def test_a_face_gets_headroom() -> None:
    window, _fill = crop_window(TALL, Platform.SQUARE.frame, [face(0.45, 0.30, 0.12)])
    middle = (0.36 * TALL.height - window.y) / window.height
    assert 0.2 < middle < 0.5


def test_without_subjects_the_middle_is_taken() -> None:
    assert crop_window(HD, REEL, ()) == centre_window(HD, REEL)
    window, _fill = centre_window(HD, REEL)
    assert abs(window.x + window.width / 2 - HD.width / 2) <= 2


def test_nearly_central_subjects_do_not_shift_the_picture() -> None:
    assert crop_window(HD, REEL, [face(0.46, 0.3, 0.1)]) == centre_window(HD, REEL)
    assert crop_window(HD, REEL, [face(0.70, 0.3, 0.1)]) != centre_window(HD, REEL)


def test_doubtful_detections_are_not_followed() -> None:
    assert crop_window(HD, REEL, [face(0.9, 0.3, 0.1, confidence=0.1)]) == centre_window(HD, REEL)


def sample(kind: str, x: float, width: float) -> SubjectSample:
    box = Box(x=x, y=0.4, width=width, height=0.3)
    return SubjectSample.model_validate({"at_seconds": 1, "kind": kind, "box": box, "confidence": 0.9})


def test_faces_count_more_than_motion_and_motion_more_than_saliency() -> None:
    moving, bright = sample("motion", 0.0, 0.1), sample("saliency", 0.9, 0.1)
    right_face, _ = crop_window(HD, REEL, [moving, bright, face(0.8, 0.3, 0.1)])
    left_motion, _ = crop_window(HD, REEL, [moving, bright])
    assert right_face.x > HD.width / 2
    assert left_motion.x <= 0.04 * HD.width


def test_an_action_is_framed_with_what_it_acts_on() -> None:
    """As a kettle that is tilted over a cup: the kettle moves, kettle and cup together stand out."""
    window, _ = crop_window(HD, REEL, [sample("motion", 0.25, 0.28), sample("saliency", 0.3, 0.43)])
    kettle_alone, _ = crop_window(HD, REEL, [sample("motion", 0.25, 0.28)])
    assert window.x > kettle_alone.x + 0.03 * HD.width
    assert window.x <= (0.25 + 0.4 * 0.28) * HD.width


def test_a_person_counts_more_than_what_stands_out() -> None:
    lamp, somebody = sample("saliency", 0.05, 0.1), sample("person", 0.8, 0.15)
    window, _ = crop_window(HD, REEL, [lamp, somebody])
    assert covered(somebody.box, HD, window) > 0.99


def test_an_action_is_framed_with_the_person_whose_it_is() -> None:
    somebody, dog = sample("person", 0.3, 0.12), sample("motion", 0.5, 0.08)
    window, _ = crop_window(HD, REEL, [somebody, dog, sample("saliency", 0.9, 0.1)])
    assert covered(somebody.box, HD, window) > 0.99
    assert covered(dog.box, HD, window) > 0.99


def test_a_person_is_shown_whole_whatever_moves_beside() -> None:
    somebody, door = sample("person", 0.47, 0.2), sample("motion", 0.75, 0.2)
    window, _ = crop_window(HD, REEL, [somebody, door])
    assert covered(somebody.box, HD, window) > 0.99
    assert window.x > crop_window(HD, REEL, [somebody])[0].x


def test_of_people_that_do_not_fit_the_largest_is_shown_whole() -> None:
    near, far = sample("person", 0.7, 0.25), sample("person", 0.1, 0.1)
    window, _ = crop_window(HD, REEL, [near, far])
    assert covered(near.box, HD, window) > 0.99


def test_a_body_larger_than_the_window_leaves_the_choice_to_what_happens() -> None:
    """As of somebody behind a table who pours: the middle of the body is not what is to be seen."""
    kettle_and_cup = [sample("motion", 0.25, 0.28), sample("saliency", 0.3, 0.43)]
    assert crop_window(HD, REEL, [*kettle_and_cup, sample("person", 0.05, 0.9)]) == crop_window(
        HD, REEL, kettle_and_cup
    )


def test_things_count_where_no_person_is() -> None:
    cup, somebody, lamp = sample("object", 0.7, 0.1), sample("person", 0.1, 0.15), sample("saliency", 0.3, 0.1)
    assert covered(cup.box, HD, crop_window(HD, REEL, [cup, lamp])[0]) > 0.99
    assert covered(somebody.box, HD, crop_window(HD, REEL, [cup, somebody, lamp])[0]) > 0.99


def test_a_whole_body_in_a_tall_picture_is_not_cut_to_a_strip() -> None:
    standing = SubjectSample(at_seconds=1, kind="person", box=Box(x=0.3, y=0.1, width=0.4, height=0.8), confidence=0.9)
    waving = SubjectSample(at_seconds=1, kind="motion", box=Box(x=0.6, y=0.2, width=0.1, height=0.1), confidence=0.9)
    assert crop_window(TALL, Platform.YOUTUBE.frame, [standing, waving])[1] is Fill.BLURRED


def test_motion_all_over_is_framed_where_most_of_it_is() -> None:
    spread = [
        SubjectSample(at_seconds=t, kind="motion", box=Box(x=x, y=0.3, width=0.1, height=0.3), confidence=0.8)
        for t, x in enumerate([0.0, 0.7, 0.72, 0.75, 0.78])
    ]
    window, _fill = crop_window(HD, REEL, spread)
    assert window.x <= 0.70 * HD.width
    assert window.x + window.width >= 0.88 * HD.width - 2


def test_one_wrong_detection_does_not_move_the_window() -> None:
    steady = [face(0.7, 0.3, 0.1, at=t) for t in range(9)]
    astray = [*steady, face(0.66, 0.35, 0.105, at=9)]
    before, _ = crop_window(HD, REEL, steady)
    after, _ = crop_window(HD, REEL, astray)
    assert abs(before.x - after.x) < 0.05 * HD.width


def test_a_tall_picture_is_not_cut_to_a_strip_through_its_subject() -> None:
    standing = SubjectSample(at_seconds=1, kind="motion", box=Box(x=0.3, y=0.1, width=0.4, height=0.8), confidence=0.9)
    window, fill = crop_window(TALL, Platform.YOUTUBE.frame, [standing])
    assert fill is Fill.BLURRED
    assert (window.width, window.height) == (720, 1280)


def test_a_small_face_in_a_tall_picture_fills_the_wide_frame() -> None:
    window, fill = crop_window(TALL, Platform.YOUTUBE.frame, [face(0.4, 0.2, 0.08)])
    assert fill is Fill.COVER
    assert covered(face(0.4, 0.2, 0.08).box, TALL, window) > 0.97


def test_zooming_in_keeps_the_face_and_takes_a_smaller_window() -> None:
    far, _ = crop_window(HD, REEL, [face(0.7, 0.2, 0.08)])
    near, _ = crop_window(HD, REEL, [face(0.7, 0.2, 0.08)], zoom=1.16)
    assert near.height < far.height
    assert covered(face(0.7, 0.2, 0.08).box, HD, near) > 0.97
