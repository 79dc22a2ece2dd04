import cv2
import numpy as np
import pytest

from geminivideo.footage.extractors.appearance import appearance, cosine, mean_appearance, pack, unpack
from tests.footage.builders import texture
from tests.footage.pictures import shown


def test_a_picture_is_like_itself_shifted_brightened_or_compressed() -> None:
    picture = texture(640, 360, seed=1)
    vector = appearance(shown(picture))
    shifted = np.roll(picture, 12, axis=1)
    brighter = np.clip(picture.astype(int) + 12, 0, 255).astype(np.uint8)
    compressed = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 30])[1], cv2.IMREAD_COLOR)
    for variant in (shifted, brighter, np.asarray(compressed)):
        assert cosine(vector, appearance(shown(variant))) > 0.85


def test_other_pictures_are_unlike() -> None:
    one = appearance(shown(texture(640, 360, seed=1)))
    assert cosine(one, appearance(shown(texture(640, 360, seed=2)[::-1] // 2))) < 0.6


def test_vectors_have_unit_length_and_survive_as_text() -> None:
    vector = appearance(shown(texture(640, 360)))
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert cosine(vector, unpack(pack(vector))) == pytest.approx(1, abs=0.01)
    assert pack(unpack(pack(vector))) == pack(vector)


def test_a_black_picture_is_like_no_other_but_like_itself() -> None:
    black = appearance(shown(np.zeros((90, 160, 3), np.uint8)))
    assert cosine(black, black) == pytest.approx(1)
    assert cosine(black, appearance(shown(texture(160, 90)))) < 0.5


def test_the_mean_stands_between() -> None:
    one, other = (appearance(shown(texture(640, 360, seed=seed))) for seed in (1, 2))
    middle = mean_appearance([one, other])
    assert cosine(middle, one) > cosine(one, other)
