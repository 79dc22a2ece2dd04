"""Single pictures of a file: out of a process of its own, and only as far as it comes."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from geminivideo.core.errors import CancelledError
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import VideoReader
from geminivideo.footage.settings import PassLimits
from geminivideo.footage.stills import stills
from tests.footage.builders import nothing
from tests.footage.conftest import MAX_PIXELS
from tests.footage.test_observe import child

LIMITS = PassLimits(silence_seconds=5)


@pytest.fixture(scope="module")
def clip(shared_data: Path) -> Path:
    return shared_data / "footage" / "androidx_sample_rotate_and_reflect.mp4"


def taken(path: Path, *moments: float, check: Callable[..., None] = nothing) -> dict[float, Pixels]:
    return stills(path, moments, long_edge=96, max_pixels=MAX_PIXELS, limits=LIMITS, check=check)


def test_they_are_the_pictures_of_those_moments_and_past_the_end_there_is_none(clip: Path) -> None:
    found = taken(clip, 0.5, 0.1, 99.0)
    with VideoReader(clip, max_pixels=MAX_PIXELS) as reader:
        expected = {at: reader.picture_at(at) for at in (0.5, 0.1)}
    assert found.keys() == expected.keys()
    assert all(picture and (found[at] == picture.bgr(96)).all() for at, picture in expected.items())


def test_a_decoder_that_crashes_or_refuses_costs_the_pictures_alone(clip: Path, shared_data: Path) -> None:
    def crash() -> None:
        os.kill(child(), signal.SIGSEGV)

    assert taken(clip, 0.5, check=crash) == {}
    assert taken(shared_data / "hostile" / "made_text_renamed.mp4", 0.5) == {}


def test_it_stops_when_the_work_must(clip: Path) -> None:
    def cancel() -> None:
        raise CancelledError("cancelled", next_step="retry")

    with pytest.raises(CancelledError):
        taken(clip, 0.5, check=cancel)
