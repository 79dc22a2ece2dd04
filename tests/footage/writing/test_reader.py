from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import UnavailableError
from geminivideo.core.footage_scene import SeenText
from geminivideo.footage.decode import VideoReader
from geminivideo.footage.extractors.writing import models
from geminivideo.footage.extractors.writing.reader import WritingReader, in_reading_order
from geminivideo.footage.extractors.writing.recognition import LineRecogniser, Reading
from geminivideo.footage.extractors.writing.wording import LONGEST
from tests.footage.builders import box, texture
from tests.footage.conftest import MAX_PIXELS
from tests.footage.pictures import shown
from tests.footage.writing.lettering import written


def texts(lines: tuple[SeenText, ...]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize("pixels", [16, 24, 64])
@pytest.mark.parametrize(
    ("colour", "ground"),
    [((255, 255, 255), (60, 30, 20)), ((20, 20, 20), (230, 230, 240)), ((250, 220, 40), (160, 20, 30))],
)
def test_writing_of_any_size_and_colour(
    reader: WritingReader, pixels: int, colour: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    found = reader.find(shown(written("Save 25% today", pixels=pixels, colour=colour, ground=ground), 3.5))
    assert texts(found) == ["Save 25% today"]
    assert found[0].at_seconds == 3.5
    assert found[0].confidence > 0.9


def test_the_box_is_where_the_line_is(reader: WritingReader) -> None:
    (line,) = reader.find(shown(written("Order now", pixels=48, left=300)))
    assert (line.box.x, line.box.y) == pytest.approx((300 / 640, 20 / 360), abs=0.04)
    assert 0.3 < line.box.width < 0.5
    assert 0.1 < line.box.height < 0.25


def test_lines_come_in_reading_order(reader: WritingReader) -> None:
    picture = written("first row", "second row", "third row", pixels=32)
    picture[:, 320:] = written("on the right", pixels=32)[:, :320]
    assert texts(reader.find(shown(picture))) == ["first row", "on the right", "second row", "third row"]


def test_rows_go_by_the_height_of_their_lines() -> None:
    lines = [
        SeenText(at_seconds=0, text=text, box=box(x, y, 0.2, 0.1), confidence=1)
        for text, x, y in (("d", 0.5, 0.33), ("b", 0.5, 0.1), ("c", 0.1, 0.3), ("a", 0.1, 0.12))
    ]
    assert [line.text for line in in_reading_order(lines)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("picture", [np.zeros((90, 160, 3), np.uint8), texture(640, 360), texture(16, 200)])
def test_where_nothing_is_written_nothing_is_read(reader: WritingReader, picture: np.ndarray) -> None:
    assert reader.find(shown(picture)) == ()


HOSTILE = (r"{\an8}HELLO", "x'; DROP TABLE scenes", "<script>alert(1)</script>", "$(rm -rf /)", "%n%s [v]crop=1:1")


def test_hostile_writing_is_kept_as_it_stands(reader: WritingReader) -> None:
    found = texts(reader.find(shown(written(*HOSTILE, pixels=36, size=(720, 405)))))
    assert [text.replace(" ", "") for text in found] == [text.replace(" ", "") for text in HOSTILE]


def test_an_endless_word_is_cut(reader: WritingReader) -> None:
    letters = "abcdefghij" * 30
    (long,) = reader.find(shown(written(letters[:120], pixels=14, size=(1000, 60))))
    assert len(long.text) > 100
    assert letters.startswith(long.text)
    assert len(LineRecogniser().read(written(letters, pixels=20, size=(3600, 60))).text) <= len(letters)


def test_a_reading_longer_than_is_kept_is_cut(reader: WritingReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader._recogniser, "read", lambda _line: Reading("endless" * 100, 0.99))
    (line,) = reader.find(shown(written("Order now")))
    assert len(line.text) == LONGEST


def test_arabic_cannot_be_read_and_gives_nothing(reader: WritingReader) -> None:
    picture = written("مرحبا بكم في متجرنا", "خصم خمسون بالمئة", pixels=60, font="Cairo_900Black.ttf")
    assert reader.find(shown(picture)) == ()


def test_a_clip_turned_by_its_metadata_is_read_upright(
    reader: WritingReader, write_video: Callable[..., Path], make_clip: Callable[..., Path]
) -> None:
    flat = write_video("lying.mp4", [np.rot90(written("Turn me upright", pixels=32))] * 3, 10)
    turned = make_clip("turned.mp4", "-display_rotation", "-90", "-i", str(flat), "-c", "copy")
    with VideoReader(turned, max_pixels=MAX_PIXELS) as video:
        picture = next(iter(video))
        (line,) = reader.find(picture)
    assert line.text == "Turn me upright"
    assert line.box.width > line.box.height


class Counting:
    """Lets a real recogniser work, and counts the lines."""

    def __init__(self, reader: WritingReader, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read = self.looked = 0
        for part, name in (("_recogniser", "read"), ("_detector", "find")):
            monkeypatch.setattr(getattr(reader, part), name, self._counted(getattr(getattr(reader, part), name), name))

    def _counted(self, work: Callable[..., object], name: str) -> Callable[..., object]:
        def counted(*arguments: object) -> object:
            if name == "read":
                self.read += 1
            else:
                self.looked += 1
            return work(*arguments)

        return counted


def test_what_stands_still_is_read_once(reader: WritingReader, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(reader, monkeypatch)
    picture = written("Stay as you are", "and read once")
    first, second = reader.find(shown(picture, 1.0)), reader.find(shown(picture, 3.0))
    assert (counting.looked, counting.read) == (1, 2)
    assert texts(first) == texts(second) == ["Stay as you are", "and read once"]
    assert {line.at_seconds for line in second} == {3.0}


def test_only_the_line_that_changed_is_read_again(reader: WritingReader, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(reader, monkeypatch)
    reader.find(shown(written("Only today", "price 19.80", pixels=32)))
    found = reader.find(shown(written("Only today", "price 19.60", pixels=32)))
    assert texts(found) == ["Only today", "price 19.60"]
    assert (counting.looked, counting.read) == (2, 3)


def test_a_page_is_read_in_turns(reader: WritingReader, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(reader, monkeypatch)
    page = shown(written(*(f"line number {number}" for number in range(15)), pixels=16, size=(480, 500)))
    assert len(reader.find(page)) == 12
    assert len(reader.find(page)) == 15
    assert (counting.looked, counting.read) == (2, 15)
    reader.find(page)
    assert counting.looked == 2


@pytest.mark.parametrize("spec", [None, ModuleSpec("rapidocr", None, is_package=True)])
def test_a_missing_model_file_is_named(monkeypatch: pytest.MonkeyPatch, spec: ModuleSpec | None) -> None:
    monkeypatch.setattr(models, "find_spec", lambda _name: spec)
    with pytest.raises(UnavailableError, match=r"PP-OCRv6_det_small\.onnx"):
        WritingReader(960, 0.65)


def test_a_broken_model_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a network")
    with pytest.raises(UnavailableError, match=r"broken\.onnx"):
        models.Network(broken)


def test_the_backend_says_which_models_read(reader: WritingReader) -> None:
    assert reader.backend == "rapidocr 3.10.0 PP-OCRv6 small"
