"""Every broken and malicious file is refused, or analysed within bounds. Nothing crashes, nothing hangs."""

import csv
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import GeminivideoError, TooLargeError, UnsupportedMediaError
from geminivideo.footage.analysis import analyze
from geminivideo.footage.intake import Admission, admit
from geminivideo.footage.model import Analysis
from geminivideo.footage.settings import AnalysisSettings
from tests.conftest import SHARED_DATA
from tests.footage.builders import nothing, source, source_of
from tests.footage.conftest import MAX_PIXELS
from tests.footage.test_analysis import assert_sane

MANIFEST = SHARED_DATA / "hostile" / "manifest.csv"
CASES = list(csv.DictReader(MANIFEST.open())) if MANIFEST.exists() else []
REFUSED = [case["file"] for case in CASES if case["expected"] == "refuse"]
OTHERS = [case["file"] for case in CASES if case["expected"] != "refuse"]
QUICK = AnalysisSettings(samples_per_second=2, face_long_edge=64, text_long_edge=320)


def let_in(path: Path) -> Admission:
    return admit(path, label="x", max_seconds=7200, max_pixels=MAX_PIXELS)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_the_error_says_what_to_do(shared_data: Path, name: str) -> None:
    with pytest.raises((UnsupportedMediaError, TooLargeError)) as refused:
        let_in(shared_data / "hostile" / name)
    assert refused.value.cause
    assert refused.value.next_step


@pytest.mark.parametrize("name", OTHERS)
def test_it_is_refused_or_analysed_within_bounds(shared_data: Path, name: str) -> None:
    path = shared_data / "hostile" / name
    begin, memory = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        admission = let_in(path)
    except (UnsupportedMediaError, TooLargeError):
        return
    analysis = analyze(path, source_of(admission), settings=QUICK, check=nothing, report=nothing)

    assert_sane(source_of(admission), analysis)
    assert time.monotonic() - begin < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 700 * 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1024 * 1024  # where the decoder runs
    if name == "made_huge_duration_mvhd.mp4":
        assert admission.probe.duration_seconds == pytest.approx(1.0, abs=0.1)
        assert admission.probe.frames == 30


def test_the_manifest_was_read(shared_data: Path) -> None:
    assert len(REFUSED) >= 10, f"{shared_data} lacks its manifest"
    assert OTHERS


def analysed_or_refused(path: Path, seconds: float) -> Analysis | None:
    """Any error without a name goes through and fails the test."""
    try:
        return analyze(path, source(duration_seconds=seconds), settings=QUICK, check=nothing, report=nothing)
    except GeminivideoError:
        return None


@pytest.mark.parametrize("name", [case["file"] for case in CASES])
def test_analysis_itself_survives_what_should_never_reach_it(shared_data: Path, name: str) -> None:
    """The probe stands before the analysis; should it ever be wrong, an error with a name must still come out."""
    analysis = analysed_or_refused(shared_data / "hostile" / name, 2.0)
    assert analysis is None or analysis.scenes


@pytest.mark.parametrize("seed", range(10))
def test_flipped_bytes_end_in_scenes_or_in_a_named_error(shared_data: Path, tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    content = bytearray((shared_data / "footage" / "androidx_sample.mp4").read_bytes())
    for place in rng.integers(0, len(content), 40 * (seed + 1)):
        content[place] = int(rng.integers(0, 256))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)

    analysis = analysed_or_refused(broken, 1.0)
    assert analysis is None or analysis.scenes


def test_a_clip_longer_or_larger_than_allowed_is_refused(shared_data: Path) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    with pytest.raises(TooLargeError):
        admit(clip, label="x", max_seconds=0.5, max_pixels=MAX_PIXELS)
    with pytest.raises((TooLargeError, UnsupportedMediaError)):
        admit(clip, label="x", max_seconds=10, max_pixels=1000)


def test_a_clip_that_stops_in_mid_file_says_so(
    shared_data: Path, tmp_path: Path, make_clip: Callable[..., Path]
) -> None:
    original = str(shared_data / "footage" / "asl_sister.mkv")
    whole = make_clip("whole.ts", "-i", original, "-c", "copy")
    half = tmp_path / "half.ts"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    analysis = analyze(half, source(duration_seconds=2.9), settings=QUICK, check=nothing, report=nothing)
    assert 0.5 < analysis.scenes[-1].scene.end_seconds < 2.2
