"""Small clips made with the bundled ffmpeg, and analyses of real ones, each done once per run."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.footage.analysis import analyze
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.intake import Admission, admit
from geminivideo.footage.model import Analysis
from geminivideo.footage.settings import AnalysisSettings
from tests.conftest import SHARED_DATA
from tests.footage.builders import nothing, source_of

MAX_PIXELS = 7680 * 4320
SHARED_SHOTS = SHARED_DATA / "shots"


@pytest.fixture(scope="session")
def ffmpeg() -> Ffmpeg:
    return find_ffmpeg(None)


@pytest.fixture(scope="session")
def make_clip(ffmpeg: Ffmpeg, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Run ffmpeg with the given arguments; the file is made once per run."""
    folder = tmp_path_factory.mktemp("clips")

    @cache
    def make(name: str, *arguments: str) -> Path:
        target = folder / name
        ffmpeg.run(["-v", "error", "-y", *arguments, str(target)])
        return target

    return make


@pytest.fixture(scope="session")
def write_video(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Sequence[Pixels], float], Path]:
    """Write BGR pictures as H.264, nearly without loss."""
    import av

    folder = tmp_path_factory.mktemp("written")

    def write(name: str, pictures: Sequence[Pixels], rate: float) -> Path:
        target = folder / name
        with av.open(str(target), "w", format="mp4") as container:
            stream = container.add_stream("libx264", rate=round(rate), options={"crf": "12", "preset": "ultrafast"})
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            for picture in pictures:
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return target

    return write


@pytest.fixture(scope="session")
def admitted() -> Callable[[Path], Admission]:
    @cache
    def run(path: Path) -> Admission:
        return admit(path, label=path.stem, max_seconds=7200, max_pixels=MAX_PIXELS)

    return run


@pytest.fixture(scope="session")
def analysed(admitted: Callable[[Path], Admission]) -> Callable[[Path], tuple[FootageSource, Analysis]]:
    @cache
    def run(path: Path) -> tuple[FootageSource, Analysis]:
        source = source_of(admitted(path))
        return source, analyze(path, source, settings=AnalysisSettings(), check=nothing, report=nothing)

    return run
