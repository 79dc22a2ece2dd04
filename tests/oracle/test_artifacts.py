"""A model file that is not exactly what was registered does not load; one that is predicts the same."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from geminivideo.core.errors import UnavailableError
from geminivideo.oracle.artifacts import pack, unpack
from geminivideo.oracle.engines.corrected import Corrected
from geminivideo.oracle.model import EngineName, Weighting
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.trained import TrainedModel


@pytest.fixture
def archive(small_roas: TrainedModel, tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "model.zip"
    return path, pack(small_roas, path, tmp_path)


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> str:
    """The archive with its parts changed; gives the SHA-256 of the result."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_whole_model_survives(archive: tuple[Path, str], small_roas: TrainedModel, tmp_path: Path) -> None:
    loaded = unpack(*archive, tmp_path)
    x = roas.draw(np.random.default_rng(4), 100).x
    one, other = small_roas.predict(x), loaded.predict(x)
    for column in ("engine_scores", "score", "outcome", "lower", "upper"):
        assert np.array_equal(getattr(one, column), getattr(other, column))
    assert loaded.metrics == small_roas.metrics
    assert loaded.schema == small_roas.schema
    assert loaded.curve == small_roas.curve
    assert loaded.evidence == small_roas.evidence
    assert [p.name for p in tmp_path.iterdir()] == ["model.zip"]  # nothing unpacked is left behind


def test_scene_model_survives(small_ctr: TrainedModel, tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    loaded = unpack(path, pack(small_ctr, path, tmp_path), tmp_path)
    x = scenes.draw(np.random.default_rng(4), 100).x
    assert np.array_equal(loaded.predict(x).upper, small_ctr.predict(x).upper)


def test_manifest_tells_what_is_inside(archive: tuple[Path, str]) -> None:
    with zipfile.ZipFile(archive[0]) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        for part, digest in manifest["files"].items():
            assert hashlib.sha256(opened.read(part)).hexdigest() == digest
    assert (
        len(manifest["files"]) == 3 + 5 * 2 + 8 + 1
    )  # networks, trees with their libraries' files, a line for each, calibration
    assert manifest["libraries"]["xgboost-cpu"]
    assert len(manifest["training"]["data_fingerprint"]) == 64
    assert (manifest["evidence"]["basis"], manifest["evidence"]["observed"]) == ("prior", 0)


def test_one_changed_byte_is_refused(archive: tuple[Path, str], tmp_path: Path) -> None:
    path, sha256 = archive
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(UnavailableError, match="not the file that was registered"):
        unpack(path, sha256, tmp_path)


def test_a_part_that_the_manifest_does_not_know_is_refused(archive: tuple[Path, str], tmp_path: Path) -> None:
    """Even when the hash of the whole file has been changed along with it."""

    def swap(parts: dict[str, bytes]) -> None:
        parts["engines/xgboost/model.ubj"] += b" "

    with pytest.raises(UnavailableError, match=r"model\.ubj differs"):
        unpack(archive[0], rewrite(archive[0], swap), tmp_path)


def test_a_part_outside_the_folder_is_refused(archive: tuple[Path, str], tmp_path: Path) -> None:
    def escape(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["manifest.json"])
        manifest["files"] = {"../escaped": hashlib.sha256(b"x").hexdigest()}
        parts |= {"manifest.json": json.dumps(manifest).encode(), "../escaped": b"x"}

    with pytest.raises(UnavailableError, match="outside"):
        unpack(archive[0], rewrite(archive[0], escape), tmp_path)
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize(("part", "content"), [("manifest.json", b'{"format": 99}'), ("manifest.json", b"{")])
def test_another_format_is_refused(archive: tuple[Path, str], part: str, content: bytes, tmp_path: Path) -> None:
    sha256 = rewrite(archive[0], lambda parts: parts.update({part: content}))
    with pytest.raises(UnavailableError, match="cannot be read"):
        unpack(archive[0], sha256, tmp_path)


def test_something_else_than_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(UnavailableError, match="cannot be read"):
        unpack(path, hashlib.sha256(b"not a zip").hexdigest(), tmp_path)


def test_an_engine_that_took_no_part_stays_named(small_roas: TrainedModel, tmp_path: Path) -> None:
    kept = tuple(member for member in small_roas.members if member.name is not EngineName.LIGHTGBM)
    seven = replace(small_roas, members=kept, missing={EngineName.LIGHTGBM: "libgomp.so.1 is not there"})
    path = tmp_path / "model.zip"
    loaded = unpack(path, pack(seven, path, tmp_path), tmp_path)
    assert loaded.missing == seven.missing
    x = roas.draw(np.random.default_rng(4), 50).x
    assert np.array_equal(loaded.predict(x).engine_scores, seven.predict(x).engine_scores)
    assert loaded.predict(x).engine_scores.shape == (50, 7)


def test_learned_weights_are_kept(small_roas: TrainedModel, tmp_path: Path) -> None:
    one, *rest = small_roas.members
    model = replace(small_roas, members=(one, *(replace(m, weight=0.0) for m in rest)), weighting=Weighting.LEARNED)
    path = tmp_path / "model.zip"
    loaded = unpack(path, pack(model, path, tmp_path), tmp_path)
    assert loaded.weighting is Weighting.LEARNED
    x = roas.draw(np.random.default_rng(4), 50).x
    found = loaded.predict(x)
    assert np.array_equal(found.score, found.engine_scores[:, 0])


def test_format_1_still_answers(archive: tuple[Path, str], small_roas: TrainedModel, tmp_path: Path) -> None:
    """It knew no lines, no learned weights, and no score in the scale of the errors."""

    def age(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["manifest.json"])
        stored = load(parts["calibration.safetensors"])
        parts["calibration.safetensors"] = save({**stored, "scale.weights": stored["scale.weights"][:-1].copy()})
        for name in [name for name in parts if name.endswith("line.safetensors")]:
            del parts[name], manifest["files"][name]
        digest = hashlib.sha256(parts["calibration.safetensors"]).hexdigest()
        manifest["files"]["calibration.safetensors"] = digest
        del manifest["weighting"]
        parts["manifest.json"] = json.dumps({**manifest, "format": 1}).encode()

    loaded = unpack(archive[0], rewrite(archive[0], age), tmp_path)
    assert loaded.weighting is Weighting.FIXED
    x = roas.draw(np.random.default_rng(4), 50).x
    found = loaded.predict(x)
    corrections = [
        member.engine.engine.predict(x) for member in small_roas.members if isinstance(member.engine, Corrected)
    ]
    assert found.engine_scores == pytest.approx(np.clip(np.column_stack(corrections), 0, 100), abs=1e-4)
    assert (found.lower < found.upper).all()
