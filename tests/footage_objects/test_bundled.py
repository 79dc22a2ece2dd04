from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from bench.footage_objects import DEVELOPED_ON, measure_detector

from geminivideo.core.errors import UnavailableError
from geminivideo.footage.extractors.objects import bundled, coco
from geminivideo.footage.extractors.objects.bundled import BundledDetector, edges_from


def test_most_of_what_is_in_real_clips_is_found_and_little_else(shared_data: Path) -> None:
    """The frames that are soon decoded; `python -m bench footage` has them all."""
    soon = [look for look in DEVELOPED_ON if look.at_seconds <= 0.5]
    measured = measure_detector(BundledDetector(0.3), shared_data / "footage", soon)
    assert measured.labels >= 10
    assert measured.recall >= 0.8
    assert measured.wrong_labels <= 0.2


def test_an_anchor_with_no_offset_is_the_box() -> None:
    anchors = np.array([[0.2, 0.1, 0.6, 0.3]], np.float32)  # top, left, bottom, right
    assert edges_from(np.zeros((1, 4)), anchors)[0].tolist() == pytest.approx([0.1, 0.2, 0.3, 0.6])


def test_offsets_are_tenths_of_the_anchor_and_fifths_of_a_logarithm() -> None:
    anchors = np.array([[0.2, 0.1, 0.6, 0.3]], np.float32)
    offsets = np.array(
        [[5.0, -10.0, 5 * np.log(2), 5 * np.log(0.5)]]
    )  # down half, left one; twice as high, half as wide
    left, top, right, bottom = edges_from(offsets, anchors)[0]
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((0.0, 0.6))
    assert (right - left, bottom - top) == pytest.approx((0.1, 0.8))


def test_wild_offsets_stay_numbers() -> None:
    assert np.isfinite(edges_from(np.full((1, 4), 1e4), np.array([[0.0, 0.0, 1.0, 1.0]]))).all()


def test_a_model_file_that_was_changed_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    original = files("geminivideo.footage.extractors.objects") / "models" / bundled._FILE
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / bundled._FILE).write_bytes(original.read_bytes()[:-1] + b"\0")
    monkeypatch.setattr(bundled, "files", lambda _package: tmp_path)
    with pytest.raises(UnavailableError, match="damaged"):
        BundledDetector(0.5)


def test_cocos_ids_have_gaps() -> None:
    names = coco.by_id()
    assert len(names) == 80
    assert (names[1], names[13], names[90]) == ("person", "stop sign", "toothbrush")
    assert 12 not in names
    assert coco.names_for(91) == names
    assert (coco.names_for(90) or {})[0] == "person"
    assert coco.names_for(3) is None
