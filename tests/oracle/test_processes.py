"""The same model answers the same in every process, and serving it imports no training library."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle.artifacts import pack, sha256_of, unpack
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.prior import roas
from geminivideo.oracle.prior_training import PriorSize, train_priors
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.examples import roas_items, scene_items
from tests.oracle.training import SMALL

ROOT = Path(__file__).parents[2]
_SERVE = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from geminivideo.oracle.artifacts import unpack
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.predictor import LocalOracle
from tests.oracle.examples import roas_items, scene_items
folder, hashes = Path(sys.argv[1]), json.loads(sys.argv[2])
ids = {"roas": "roas-v1", "scene_ctr": "scene-ctr-v1"}
oracle = LocalOracle(lambda name, _account: ServingModel(ids[name], unpack(folder / name, hashes[name], folder)))
found = [asdict(p) for p in [*oracle.predict_roas(roas_items(50)), *oracle.predict_ctr(scene_items(50))]]
heavy = {"jax", "optax", "sklearn", "scipy", "xgboost", "lightgbm", "catboost", "pandas"}
print(json.dumps({"found": found, "libraries": sorted(heavy & set(sys.modules))}))
"""


def run(code: str, *arguments: str) -> Any:
    settings = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONHASHSEED": "123"}
    settings |= {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=settings, capture_output=True, text=True, check=True, timeout=240
    )
    return json.loads(done.stdout)


@pytest.fixture
def archives(small_roas: TrainedModel, small_ctr: TrainedModel, tmp_path: Path) -> tuple[Path, str]:
    models = {ModelName.ROAS: small_roas, ModelName.SCENE_CTR: small_ctr}
    return tmp_path, json.dumps({name: pack(model, tmp_path / name, tmp_path) for name, model in models.items()})


def test_another_process_predicts_the_same(archives: tuple[Path, str], oracle: LocalOracle) -> None:
    """With another hash seed and number of threads; compared as text, so to the last digit."""
    folder, hashes = archives
    there = run(_SERVE, str(folder), hashes)
    here = [asdict(found) for found in oracle.predict_roas(roas_items(50))]
    here += [asdict(found) for found in oracle.predict_ctr(scene_items(50))]
    assert json.dumps(there["found"]) == json.dumps(here)
    assert there["libraries"] == []


def test_another_process_trains_the_same(
    small_roas: TrainedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "123")
    told: list[str] = []
    path = train_priors([ModelName.ROAS], tmp_path, told.append, SMALL)[ModelName.ROAS]
    again = unpack(path, sha256_of(path), tmp_path)
    x = roas.draw(np.random.default_rng(1), 50).x
    one, two = small_roas.predict(x), again.predict(x)
    assert np.array_equal(one.engine_scores, two.engine_scores)
    assert np.array_equal(one.upper, two.upper)
    assert again.metrics == small_roas.metrics
    assert told[0] == "roas: training deepfm"


def test_a_training_that_dies_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(ProcessingError, match=r"status 1.*too few to train"):
        train_priors([ModelName.ROAS], tmp_path, lambda _: None, PriorSize(rows=10))
