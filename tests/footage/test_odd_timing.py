"""Files whose pictures change in the middle, made by putting two transport streams one after the other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geminivideo.footage import analysis as analysis_module
from geminivideo.footage.analysis import analyze
from geminivideo.footage.model import Analysis
from geminivideo.footage.settings import AnalysisSettings
from tests.footage.builders import nothing, observe_here, source

Joined = Callable[..., Path]
QUICK = AnalysisSettings(samples_per_second=2, face_long_edge=64)
SECONDS = 1.2


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis_module, "observe", observe_here)


@pytest.fixture
def joined(make_clip: Callable[..., Path], shared_data: Path, tmp_path: Path) -> Joined:
    """The second piece begins at `offset` seconds and is `width` pixels wide; the first begins at 0, 192 wide."""

    def piece(width: int, offset: float) -> bytes:
        film = str(shared_data / "shots" / "landscape_8shots.mp4")
        coder = ("-vf", f"scale={width}:-2", "-c:v", "libx264", "-preset", "ultrafast", "-an", "-muxdelay", "0")
        begin = ("-ss", str(offset % 5), "-i", film, "-t", str(SECONDS))
        return make_clip(f"piece-{width}-{offset}.ts", *begin, *coder, "-output_ts_offset", str(offset)).read_bytes()

    def join(width: int, offset: float) -> Path:
        target = tmp_path / "joined.ts"
        target.write_bytes(piece(192, 0) + piece(width, offset))
        return target

    return join


def analysis_of(path: Path, seconds: float) -> Analysis:
    silent = source(duration_seconds=seconds, has_audio=False, frame_rate=30.0)
    return analyze(path, silent, settings=QUICK, check=nothing, report=nothing)


def test_pictures_that_change_size_are_measured_to_the_end(joined: Joined) -> None:
    analysis = analysis_of(joined(96, SECONDS), 2 * SECONDS)
    assert analysis.problems == ()
    assert analysis.scenes[-1].scene.end_seconds == pytest.approx(2 * SECONDS, abs=0.1)


def test_a_leap_forward_is_a_scene_that_stands_still(joined: Joined) -> None:
    analysis = analysis_of(joined(192, 2000.0), 2000.0 + SECONDS)
    scenes = [ranked.scene for ranked in analysis.scenes]
    assert scenes[-1].end_seconds == pytest.approx(2000 + SECONDS, abs=0.1)
    assert len(scenes) < 10


def test_a_leap_back_is_told(joined: Joined) -> None:
    analysis = analysis_of(joined(192, 0.0), SECONDS)
    (problem,) = analysis.problems
    assert problem.endswith("pictures whose time lies before that of earlier ones were left out")
    assert analysis.scenes[-1].scene.end_seconds == pytest.approx(SECONDS, abs=0.1)
