"""A trained model as one file: a zip of the engines' own formats, the calibration rows, and a manifest.

The registry holds the SHA-256 of the file, the manifest that of every part. Nothing is parsed before its hash has been
compared, and no format in it can run code: JSON, safetensors, the tree libraries' own, skops with pinned types. A model
is served from JSON and safetensors alone; the libraries' own files are there for them, and for a person to check.
"""

import hashlib
import importlib.metadata
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.errors import UnavailableError
from geminivideo.oracle.curves import OutcomeCurve
from geminivideo.oracle.encoding import Arrays
from geminivideo.oracle.engines.catalog import ENGINES
from geminivideo.oracle.engines.corrected import load_corrected
from geminivideo.oracle.ensemble import Member
from geminivideo.oracle.error_scale import ErrorScale
from geminivideo.oracle.model import EngineName, Evidence, Weighting
from geminivideo.oracle.schema import FeatureSchema
from geminivideo.oracle.trained import Calibration, TrainedModel

FORMAT = 2
# Format 1 had no line under the engines and no learned weights; such models still answer.
READABLE = frozenset({1, FORMAT})
_MANIFEST = "manifest.json"
_CALIBRATION = "calibration.safetensors"
# Zip entries carry a date; a fixed one keeps equal models equal.
_DATE = (2020, 1, 1, 0, 0, 0)
_LIBRARIES = ("numpy", "scikit-learn", "skops", "xgboost-cpu", "lightgbm", "catboost", "jax", "optax", "safetensors")


def pack(model: TrainedModel, target: Path, scratch: Path) -> str:
    """Write the model to the file `target` and give its SHA-256."""
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        _write_parts(model, folder)
        parts = sorted(path for path in folder.rglob("*") if path.is_file())
        hashes = {path.relative_to(folder).as_posix(): _sha256(path.read_bytes()) for path in parts}
        (folder / _MANIFEST).write_text(json.dumps({**_description(model), "files": hashes}, indent=1))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in [_MANIFEST, *hashes]:
                entry = zipfile.ZipInfo(part, _DATE)
                archive.writestr(entry, (folder / part).read_bytes(), zipfile.ZIP_DEFLATED)
    return sha256_of(target)


def unpack(source: Path, expected_sha256: str, scratch: Path) -> TrainedModel:
    """Read a model. That takes none of the libraries that trained it.

    Raises:
        UnavailableError: when the file is not the one that was registered, or not of a format this program reads.
    """
    if sha256_of(source) != expected_sha256:
        raise _refused("it is not the file that was registered (its SHA-256 differs)")
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        try:
            manifest = _extract(source, folder)
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise _refused(f"it cannot be read ({error})") from error
        return _read_parts(manifest, folder)


def read_manifest(source: Path) -> dict[str, Any]:
    """What the archive says about itself; for an archive that was just packed, because it checks no hash."""
    with zipfile.ZipFile(source) as archive:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    return manifest


def sha256_of(path: Path) -> str:
    return _sha256(path.read_bytes())


def _write_parts(model: TrainedModel, folder: Path) -> None:
    from safetensors.numpy import save_file

    for member in model.members:
        part = folder / "engines" / member.name
        part.mkdir(parents=True)
        member.engine.save(part)
    arrays: Arrays = {
        "errors": model.calibration.errors,
        "scale": model.calibration.scale,
        **model.error_scale.arrays(),
    }
    save_file({name: np.ascontiguousarray(value) for name, value in arrays.items()}, folder / _CALIBRATION)


def _description(model: TrainedModel) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "name": model.name,
        "schema": model.schema.as_json(),
        "curve": model.curve.as_json(),
        "expected": model.expected.as_json() if model.expected else None,
        "evidence": asdict(model.evidence),
        "members": [{"name": m.name, "weight": m.weight, "confidence": m.confidence} for m in model.members],
        "weighting": model.weighting,
        "missing": dict(model.missing),
        "training": dict(model.training),
        "metrics": dict(model.metrics),
        "libraries": {library: _version(library) for library in _LIBRARIES},
    }


def _extract(source: Path, folder: Path) -> dict[str, Any]:
    with zipfile.ZipFile(source) as archive:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        if manifest["format"] not in READABLE:
            raise ValueError(f"format {manifest['format']}, this program reads {FORMAT}")
        for part, digest in manifest["files"].items():
            content = archive.read(part)
            if _sha256(content) != digest:
                raise ValueError(f"the SHA-256 of {part} differs from the manifest")
            target = (folder / part).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise ValueError(f"{part} lies outside the archive")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return manifest


def _read_parts(manifest: Mapping[str, Any], folder: Path) -> TrainedModel:
    from safetensors.numpy import load_file

    stored = load_file(folder / _CALIBRATION)
    return TrainedModel(
        name=manifest["name"],
        schema=FeatureSchema.from_json(manifest["schema"]),
        curve=OutcomeCurve.from_json(manifest["curve"]),
        expected=OutcomeCurve.from_json(manifest["expected"]) if manifest.get("expected") else None,
        evidence=Evidence.from_json(manifest["evidence"]),
        members=tuple(_load_member(member, folder) for member in manifest["members"]),
        missing={EngineName(name): why for name, why in manifest["missing"].items()},
        error_scale=ErrorScale.from_arrays(stored),
        calibration=Calibration(stored["errors"], stored["scale"]),
        training=manifest["training"],
        metrics=manifest["metrics"],
        weighting=Weighting(manifest.get("weighting", Weighting.FIXED)),
    )


def _load_member(described: Mapping[str, Any], folder: Path) -> Member:
    name = EngineName(described["name"])
    engine = load_corrected(ENGINES[name], folder / "engines" / name)
    return Member(name, engine, described["weight"], described["confidence"])


def _version(library: str) -> str | None:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refused(why: str) -> UnavailableError:
    return UnavailableError(
        f"The model file was refused: {why}.",
        next_step="restore the object storage from a backup, or promote another version of the model",
    )
