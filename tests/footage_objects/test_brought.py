from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import UnavailableError
from geminivideo.footage.extractors.objects.brought import BroughtDetector
from geminivideo.footage.extractors.objects.canvas import Canvas
from geminivideo.footage.extractors.objects.class_names import class_names
from geminivideo.footage.extractors.objects.formats import Detr, format_of
from tests.footage.pictures import shown
from tests.footage_objects import networks
from tests.footage_objects.conftest import GRAY, red_square

BLUE = (255, 0, 0)


@pytest.mark.parametrize("write", [networks.yolox, networks.yolov8, networks.detr])
def test_several_things_of_several_kinds(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    bgr, _place = red_square()
    bgr[64:128, 192:256] = BLUE
    found = BroughtDetector(write(tmp_path / "colours.onnx"), 0.9).find(shown(bgr))
    places = {(thing.label, thing.box.centre_x, thing.box.centre_y) for thing in found}
    assert places == {("red thing", 0.375, 0.25), ("blue thing", 0.875, 0.75)}


def test_a_tall_picture_stands_at_the_left_of_its_canvas(tmp_path: Path) -> None:
    bgr = np.full((256, 128, 3), GRAY, np.uint8)
    bgr[192:256, 64:128] = (0, 0, 255)  # the last corner: what lies beyond is gray and nothing
    found = BroughtDetector(networks.yolox(tmp_path / "colours.onnx"), 0.9).find(shown(bgr))
    assert [(thing.label, thing.box.x, thing.box.y) for thing in found] == [("red thing", 0.5, 0.75)]
    assert (found[0].box.width, found[0].box.height) == (0.5, 0.25)


def test_the_file_is_named_with_its_hash(tmp_path: Path) -> None:
    file = networks.yolox(tmp_path / "my_things.onnx")
    one = BroughtDetector(file, 0.5).backend
    file = networks.yolox(file, names=False)
    other = BroughtDetector(file, 0.5).backend
    assert one.startswith("yolox my things ")
    assert one != other


def test_names_beside_the_file_are_read_where_it_has_none_itself(tmp_path: Path) -> None:
    file = networks.yolox(tmp_path / "colours.onnx", names=False)
    (tmp_path / "names.txt").write_text("sky\nred\u202e\x07 tomato\n", encoding="utf-8")
    found = BroughtDetector(file, 0.5).find(shown(red_square()[0]))
    assert [thing.label for thing in found] == ["red tomato"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{0: 'cat', 1: 'dog'}", {0: "cat", 1: "dog"}),
        ('{"0": "cat", "1": "dog"}', {0: "cat", 1: "dog"}),
        ('["cat", "dog"]', {0: "cat", 1: "dog"}),
        ("{0: 'cat', 7: 'beyond'}", {0: "cat"}),
        ("__import__('os').getcwd()", {0: "class 0", 1: "class 1"}),
        ("[" * 500, {0: "class 0", 1: "class 1"}),
        ("", {0: "class 0", 1: "class 1"}),
    ],
)
def test_names_in_the_file(tmp_path: Path, written: str, expected: dict[int, str]) -> None:
    assert class_names(tmp_path / "model.onnx", {"names": written}, 2) == expected


def test_without_names_eighty_classes_are_cocos(tmp_path: Path) -> None:
    assert class_names(tmp_path / "model.onnx", {}, 80)[16] == "dog"


def test_detr_with_cocos_ids_is_fed_as_rf_detr_is() -> None:
    canvas = Canvas(64, 64)
    for classes, normalised in ((91, True), (80, False)):
        known = format_of(canvas, [(1, 300, 4), (1, 300, classes)])
        assert known is not None
        network, count = known
        assert isinstance(network, Detr)
        assert (network.normalised, count) == (normalised, classes)


@pytest.mark.parametrize("shapes", [[(1, 25200, 85)], [(1, 300, 6)], [(1, 3, 1, 1)], [(1, 5, 4), (1, 6, 80)], []])
def test_other_outputs_are_unknown(shapes: list[tuple[int, ...]]) -> None:
    assert format_of(Canvas(640, 640), shapes) is None


def test_what_cannot_be_used_is_told_with_the_reason(tmp_path: Path) -> None:
    no_onnx = tmp_path / "notes.onnx"
    no_onnx.write_text("not a network")
    for file, why in (
        (tmp_path / "gone.onnx", "there is no file gone.onnx"),
        (no_onnx, "cannot load notes.onnx"),
        (networks.unknown(tmp_path / "score.onnx"), "of no known form"),
    ):
        with pytest.raises(UnavailableError, match=why):
            BroughtDetector(file, 0.5)
