"""Real clips against ../shared/data/ocr/truth.json."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geminivideo.footage.decode import VideoReader
from geminivideo.footage.extractors.writing.reader import WritingReader
from tests.footage.conftest import MAX_PIXELS


@pytest.fixture
def texts_at(shared_data: Path, reader: WritingReader) -> Callable[[str, float], list[str]]:
    def run(clip: str, seconds: float) -> list[str]:
        with VideoReader(shared_data / "footage" / clip, max_pixels=MAX_PIXELS) as video:
            picture = video.picture_at(seconds)
            assert picture is not None
            reader.forget()
            return [line.text for line in reader.find(picture)]

    return run


def test_timecodes_are_read_to_the_digit(shared_data: Path, texts_at: Callable[[str, float], list[str]]) -> None:
    truth = json.loads((shared_data / "ocr" / "truth.json").read_text("utf-8"))
    frames = truth["autoeditor_timecode.mp4 (public/media/video)"]["checked_frames"]
    for frame, timecode in frames.items():
        assert texts_at("autoeditor_timecode.mp4", (int(frame) + 0.5) / 30) == [timecode]


def test_titles_are_read(texts_at: Callable[[str, float], list[str]]) -> None:
    assert texts_at("big_buck_bunny_0_30.webm", 21.4) == ["THE PEACH OPEN MOVIE PROJECT", "PRESENTS"]


@pytest.mark.parametrize(
    ("clip", "seconds"),
    [
        ("05_default_juggle.mp4", 1.0),
        ("01_dog.mp4", 1.0),
        ("asl_book.mkv", 1.0),
        ("bottle-detection.mp4", 2.0),
        ("one-by-one-person-detection.mp4", 20.0),
    ],
)
def test_nothing_is_made_up(texts_at: Callable[[str, float], list[str]], clip: str, seconds: float) -> None:
    assert texts_at(clip, seconds) == []
