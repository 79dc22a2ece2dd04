"""Where the subject of a picture is, and when nobody can tell."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from geminivideo.rendering.library.judging.subject import subject_of


def seen(pixels: NDArray[Any]) -> tuple[float, ...] | None:
    box = subject_of(Image.fromarray(pixels.astype(np.uint8)).convert("RGBA"))
    return None if box is None else (box.x, box.y, box.width, box.height)


def test_what_stands_out_from_a_plain_ground_or_is_opaque_is_the_subject() -> None:
    pixels = np.full((200, 400, 3), 240)
    pixels[100:180, 40:120] = (30, 60, 200)
    assert seen(pixels) == pytest.approx((0.1, 0.5, 0.2, 0.4), abs=0.02)
    cut_out = np.dstack([np.full((200, 400, 3), 90), np.zeros((200, 400))])
    cut_out[20:60, 200:300, 3] = 255
    assert seen(cut_out) == pytest.approx((0.5, 0.1, 0.25, 0.2), abs=0.02)


def test_on_a_busy_ground_and_on_none_nobody_can_tell() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 90, 3))
    assert seen(noise) is None
    assert seen(np.full((90, 90, 3), 200)) is None
    assert seen(np.zeros((90, 90, 4))) is None
    assert seen(np.full((16, 4000, 3), 7)) is None
