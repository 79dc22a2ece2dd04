import cv2
import numpy as np
import pytest

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.look import colourfulness, measure_look, sharpness
from tests.footage.builders import texture
from tests.footage.pictures import shown


def plain(value: int | tuple[int, int, int]) -> Pixels:
    return np.full((120, 160, 3), value, np.uint8)


def gray(picture: Pixels) -> Pixels:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def test_brightness_and_contrast_go_from_nothing_to_one() -> None:
    black, white = measure_look(shown(plain(0))), measure_look(shown(plain(255)))
    half = plain(0)
    half[:, 80:] = 255
    assert (black.brightness, black.contrast, black.sharpness) == (0, 0, 0)
    assert (white.brightness, white.contrast) == (1, 0)
    assert measure_look(shown(half)).contrast == pytest.approx(1, abs=0.01)


def test_gray_has_no_colour_and_confetti_has_much() -> None:
    confetti = np.random.default_rng(0).choice(
        np.array([[0, 0, 255], [255, 0, 0], [0, 255, 0], [0, 255, 255]], np.uint8), (60, 80)
    )
    assert colourfulness(plain(90)) == 0
    assert colourfulness(np.repeat(gray(texture(160, 120))[..., None], 3, axis=2)) < 0.01
    assert colourfulness(confetti) == 1


def test_the_more_a_picture_is_blurred_the_less_sharp_it_is() -> None:
    dots = (np.random.default_rng(1).random((240, 320)) > 0.5).astype(np.uint8) * 200
    crisp = cv2.resize(dots, (960, 720), interpolation=cv2.INTER_NEAREST)
    values = [sharpness(cv2.GaussianBlur(crisp, (0, 0), spread)) for spread in (0.8, 1.5, 3.0, 6.0)]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0.9
    assert values[-1] < 0.1


def test_sharpness_does_not_depend_on_contrast() -> None:
    picture = gray(texture(640, 360))
    faint = (picture // 4 + 90).astype(np.uint8)
    assert sharpness(faint) == pytest.approx(sharpness(picture), abs=0.08)


def test_a_picture_blurred_in_one_direction_only_is_not_sharp() -> None:
    crisp = (np.random.default_rng(1).random((360, 640)) > 0.5).astype(np.uint8) * 200
    assert sharpness(crisp) > 0.9
    assert sharpness(cv2.GaussianBlur(crisp, (0, 0), sigmaX=6, sigmaY=0.1)) < 0.1
    assert sharpness(cv2.GaussianBlur(crisp, (0, 0), sigmaX=0.1, sigmaY=6)) < 0.1


def test_an_enlarged_picture_is_less_sharp_than_a_true_one() -> None:
    true = gray(cv2.resize(texture(320, 180, seed=5), (1280, 720), interpolation=cv2.INTER_NEAREST))
    enlarged = cv2.resize(cv2.resize(true, (640, 360)), (1280, 720), interpolation=cv2.INTER_CUBIC)
    assert sharpness(enlarged) < sharpness(true)


def test_noise_in_the_dark_is_not_sharpness() -> None:
    noise = np.random.default_rng(2).integers(0, 8, (360, 640), np.uint8)
    assert sharpness(noise) == 0
