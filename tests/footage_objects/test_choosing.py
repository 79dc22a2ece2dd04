from pathlib import Path

import pytest

from geminivideo.footage.extractors.objects import weights
from geminivideo.footage.extractors.objects.choosing import choose_detector, fetched, identity, is_fallback
from geminivideo.footage.extractors.objects.weights import PublishedModel
from geminivideo.footage.settings import ObjectSettings
from tests.footage_objects import networks


def test_without_a_wish_it_is_the_bundled_one() -> None:
    backend = choose_detector(ObjectSettings()).backend
    assert backend.startswith("ssdlite-mobilenet-v2 ")
    assert not is_fallback(backend)


def test_the_operators_file_is_used(tmp_path: Path) -> None:
    file = networks.yolox(tmp_path / "colours.onnx")
    assert choose_detector(ObjectSettings(model=str(file))).backend.startswith("yolox colours ")


def test_a_file_that_cannot_be_used_is_told_of_beside_what_the_bundled_one_finds(tmp_path: Path) -> None:
    backend = choose_detector(ObjectSettings(model=str(tmp_path / "gone.onnx"))).backend
    assert is_fallback(backend)
    assert "there is no file gone.onnx" in backend


def test_a_published_model_is_not_fetched_unless_that_is_allowed(tmp_path: Path) -> None:
    settings = ObjectSettings(model="yolox_s", model_folder=tmp_path)
    assert fetched(settings) == settings
    assert "GEMINIVIDEO_OBJECT_MODEL_DOWNLOAD does not allow" in choose_detector(settings).backend
    assert not list(tmp_path.iterdir())


def test_a_fetch_that_fails_is_the_reason_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = PublishedModel("https://127.0.0.1:1/yolox_s.onnx", 10, "0" * 64)
    monkeypatch.setitem(weights.PUBLISHED, "yolox_s", nowhere)
    settings = fetched(ObjectSettings(model="yolox_s", may_download=True, model_folder=tmp_path))
    backend = choose_detector(settings).backend
    assert is_fallback(backend)
    assert "could not be fetched (ConnectError)" in backend


def test_another_file_under_the_same_name_is_another_detector(tmp_path: Path) -> None:
    file = networks.yolox(tmp_path / "colours.onnx")
    settings = ObjectSettings(model=str(file))
    before = identity(settings)
    networks.yolox(file, names=False)
    assert identity(settings) != before
    file.unlink()
    assert identity(settings).endswith("missing")
