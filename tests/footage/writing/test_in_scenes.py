"""From a file with writing to its scene."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geminivideo.core.footage_scene import FootageSource
from geminivideo.footage import analysis
from geminivideo.footage.analysis import analyze
from geminivideo.footage.extractors.writing import models
from geminivideo.footage.intake import Admission
from geminivideo.footage.model import Analysis
from geminivideo.footage.settings import AnalysisSettings
from tests.footage.builders import nothing, observe_here, source_of
from tests.footage.writing.lettering import written


@pytest.fixture
def clip(write_video: Callable[..., Path]) -> Path:
    return write_video("friday.mp4", [written("Order by Friday", pixels=32)] * 8, 10)


def test_a_scene_knows_what_is_written_in_it(
    clip: Path, analysed: Callable[[Path], tuple[FootageSource, Analysis]]
) -> None:
    _source, found = analysed(clip)
    (ranked,) = found.scenes
    (line,) = ranked.scene.content.text or ()
    assert line.text == "Order by Friday"
    assert ranked.scene.features.text == 1.0
    assert ranked.scene.features.text_area == pytest.approx(line.box.area, abs=1e-3)
    assert "text on screen: “Order by Friday”" in ranked.reasons
    assert ranked.scene.content.backends["text"].startswith("rapidocr ")


def test_without_its_models_the_rest_is_measured_and_the_scene_says_so(
    clip: Path, admitted: Callable[[Path], Admission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "find_spec", lambda _name: None)
    monkeypatch.setattr(analysis, "observe", observe_here)
    source = source_of(admitted(clip))
    (ranked,) = analyze(clip, source, settings=AnalysisSettings(), check=nothing, report=nothing).scenes
    assert (ranked.scene.features.text, ranked.scene.content.text) == (None, None)
    assert "text" not in ranked.scene.content.backends
    assert ranked.scene.features.sharpness is not None
    assert "PP-OCRv6_det_small.onnx" in " ".join(ranked.problems)
