import pytest

from geminivideo.core.footage_scene import SeenText
from geminivideo.footage.extractors.writing.distinct import distinct_lines
from tests.footage.builders import box


def line(text: str, at: float = 0.0, confidence: float = 0.95, **place: float) -> SeenText:
    return SeenText(at_seconds=at, text=text, box=box(**place), confidence=confidence)


def kept(*lines: SeenText) -> list[str]:
    return [line.text for line in distinct_lines(lines)]


def test_a_line_seen_again_is_kept_once_at_its_best_look() -> None:
    looks = [line("SAVE NOW", 1.0, 0.9), line("SAVE NOW", 2.0, 0.99), line("SAVE NOW", 3.0, 0.95)]
    assert distinct_lines(looks) == (looks[1],)


def test_it_may_have_moved() -> None:
    assert kept(line("Save now"), line("SAVE  NOW!", x=0.7, y=0.8)) == ["Save now"]


def test_like_readings_at_one_place_are_one_line() -> None:
    assert kept(line("BUNKY", confidence=0.7), line("BUNNY", confidence=0.9), line("BUNKSY", confidence=0.8)) == [
        "BUNNY"
    ]


def test_like_readings_at_other_places_are_two() -> None:
    assert kept(line("BUNKY"), line("BUNNY", x=0.7, y=0.8)) == ["BUNKY", "BUNNY"]


@pytest.mark.parametrize(("one", "other"), [("Save 20% today", "Save 30% today"), ("01:00:06:01", "01:00:08:01")])
def test_other_digits_are_another_line_when_both_are_sure(one: str, other: str) -> None:
    assert kept(line(one), line(other)) == [one, other]
    assert kept(line(one), line(other, confidence=0.7)) == [one]


def test_a_line_that_is_being_written_is_kept_whole() -> None:
    assert kept(line("Save"), line("Save 20%"), line("Save 20% today", confidence=0.8)) == ["Save 20% today"]


def test_lines_stay_in_the_order_in_which_they_appear() -> None:
    assert kept(line("title"), line("below", y=0.8), line("title", 2.0), line("later", 2.0, y=0.6)) == [
        "title",
        "below",
        "later",
    ]


def test_a_flood_of_lines_is_bounded() -> None:
    assert len(distinct_lines(line(f"number {number}") for number in range(1000))) == 60


def test_like_words_are_two_lines_when_both_are_sure() -> None:
    assert kept(line("Only today"), line("Only Monday")) == ["Only today", "Only Monday"]
