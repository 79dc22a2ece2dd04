"""The ffmpeg that rendering uses, found once."""

import pytest
from hypothesis import settings

from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg

# How long one example takes says more about what else the machine does.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def ffmpeg() -> Ffmpeg:
    return find_ffmpeg(None)
