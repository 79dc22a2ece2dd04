"""The ffmpeg that rendering uses, found once."""

import pytest

from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg


@pytest.fixture(scope="session")
def ffmpeg() -> Ffmpeg:
    return find_ffmpeg(None)
