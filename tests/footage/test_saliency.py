import cv2
import numpy as np
import pytest

from geminivideo.footage.extractors.saliency import border_contrast, salient_region, spectral_residual
from tests.footage.pictures import shown


@pytest.mark.parametrize(("x", "y"), [(60, 90), (160, 60), (250, 110)])
def test_one_thing_on_a_plain_ground_stands_out(x: int, y: int) -> None:
    picture = np.full((180, 320, 3), (200, 210, 205), np.uint8)
    cv2.circle(picture, (x, y), 24, (30, 40, 190), -1)
    region = salient_region(shown(picture))
    assert region is not None
    assert region.box.centre_x == pytest.approx(x / 320, abs=0.08)
    assert region.box.centre_y == pytest.approx(y / 180, abs=0.12)
    assert region.confidence > 0.3


def test_what_lies_on_the_border_is_background() -> None:
    picture = np.full((36, 64, 3), 200, np.uint8)
    picture[:, :10] = (20, 20, 20)
    picture[14:22, 28:36] = (20, 200, 20)
    contrast = border_contrast(picture)
    assert contrast[18, 32] > 4 * contrast[18, 4]


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_plain_picture_has_nothing_in_it(level: int) -> None:
    assert salient_region(shown(np.full((180, 320, 3), level, np.uint8))) is None


def test_the_odd_one_out_breaks_the_texture() -> None:
    gray = np.random.default_rng(0).integers(90, 130, (36, 64), np.uint8)
    gray[14:19, 40:45] = 230
    rows, columns = np.unravel_index(int(spectral_residual(gray).argmax()), gray.shape)
    assert 12 <= rows <= 21
    assert 38 <= columns <= 47
