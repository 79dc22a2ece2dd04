"""Every detector with a picture of which it is known what is where."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.footage_scene import Box
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import VideoReader
from geminivideo.footage.extractors.objects.base import ObjectDetector
from geminivideo.footage.extractors.objects.brought import BroughtDetector
from geminivideo.footage.extractors.objects.bundled import BundledDetector
from tests.conftest import SHARED_DATA
from tests.footage_objects import networks

RED, GRAY = (0, 0, 255), 128  # blue, green, red


@dataclass(frozen=True)
class Case:
    """`there`: label and place of the one thing in `bgr`, read off by eye or known by construction."""

    detector: ObjectDetector
    bgr: Pixels
    label: str
    place: Box


def red_square() -> tuple[Pixels, Box]:
    """A square in a wide picture, on the grid of the networks both when it is letterboxed and when it is stretched."""
    bgr = np.full((128, 256, 3), GRAY, np.uint8)
    bgr[0:64, 64:128] = RED
    return bgr, Box(x=0.25, y=0.0, width=0.25, height=0.5)


def _bundled(_folder: Path) -> Case:
    with VideoReader(SHARED_DATA / "footage" / "asl_sister.mkv", max_pixels=640 * 480) as reader:
        picture = reader.picture_at(0.5)
        assert picture is not None
        return Case(BundledDetector(0.5), picture.bgr(640), "person", Box(x=0.28, y=0.15, width=0.35, height=0.85))


def _brought(write: Callable[[Path], Path]) -> Callable[[Path], Case]:
    def case(folder: Path) -> Case:
        bgr, place = red_square()
        return Case(BroughtDetector(write(folder / "colours.onnx"), 0.5), bgr, "red thing", place)

    return case


_CASES = {
    "bundled": _bundled,
    "yolox": _brought(networks.yolox),
    "yolov8": _brought(networks.yolov8),
    "detr": _brought(networks.detr),
}


@pytest.fixture(scope="session", params=_CASES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    if request.param == "bundled" and not SHARED_DATA.is_dir():
        pytest.skip("the sample clips are not here")
    return _CASES[request.param](tmp_path_factory.mktemp("networks"))
