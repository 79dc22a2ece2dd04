"""Every engine learns, survives storage unchanged, and answers a row the same in any company. One suite for all."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle.engines.base import Effort, Engine, import_problem
from geminivideo.oracle.engines.catalog import ENGINES
from geminivideo.oracle.engines.corrected import Corrected
from geminivideo.oracle.engines.forests import RandomForestEngine
from geminivideo.oracle.engines.lightgbm_engine import LightGBMEngine
from geminivideo.oracle.engines.tree_engine import TreeEngine
from geminivideo.oracle.metrics import rmse
from geminivideo.oracle.model import EngineName
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.trained import TrainedModel

EFFORT = Effort(rounds=30, trees=8, epochs=40)
FILES = {
    EngineName.DEEPFM: "model.safetensors",
    EngineName.DCN: "model.safetensors",
    EngineName.NEURAL_NET: "model.safetensors",
    EngineName.XGBOOST: "model.ubj",
    EngineName.LIGHTGBM: "model.txt",
    EngineName.CATBOOST: "model.cbm",
    EngineName.RANDOM_FOREST: "model.skops",
    EngineName.GRADIENT_BOOSTING: "model.skops",
}
TREES = [name for name, engine in ENGINES.items() if issubclass(engine, TreeEngine)]
every_tree_engine = pytest.mark.parametrize("name", TREES)
every_engine = pytest.mark.parametrize("name", list(EngineName))


def engine_of(model: TrainedModel, name: EngineName) -> Engine:
    """Without the line that it corrects."""
    engine = next(member.engine for member in model.members if member.name is name)
    assert isinstance(engine, Corrected)
    own: Any = engine.engine
    assert isinstance(own, ENGINES[name])
    return own


def test_all_eight_are_there() -> None:
    assert set(ENGINES) == set(EngineName)
    assert len(EngineName) == 8


@every_engine
def test_round_trip_gives_identical_predictions(name: EngineName, small_roas: TrainedModel, tmp_path: Path) -> None:
    engine = engine_of(small_roas, name)
    engine.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} - {"trees.safetensors"} == {FILES[name]}
    x = roas.draw(np.random.default_rng(4), 200).x
    assert np.array_equal(ENGINES[name].load(tmp_path).predict(x), engine.predict(x))


@every_engine
def test_round_trip_with_unmeasured_features(name: EngineName, small_ctr: TrainedModel, tmp_path: Path) -> None:
    engine = engine_of(small_ctr, name)
    engine.save(tmp_path)
    x = scenes.draw(np.random.default_rng(4), 200).x
    x[0, :14] = np.nan
    found = engine.predict(x)
    assert np.isfinite(found).all()
    assert np.array_equal(ENGINES[name].load(tmp_path).predict(x), found)


@every_engine
def test_it_has_learned(name: EngineName, small_roas: TrainedModel) -> None:
    """Alone, and something that the line under it does not know."""
    fresh = roas.draw(np.random.default_rng(4), 3000)
    whole = next(member.engine for member in small_roas.members if member.name is name)
    assert isinstance(whole, Corrected)
    error, of_line = (rmse(found.predict(fresh.x), fresh.scores) for found in (whole, whole.line))
    assert error < 0.93 * fresh.scores.std()
    assert error < of_line


@every_engine
def test_a_row_scores_the_same_alone_and_in_any_batch(name: EngineName, small_roas: TrainedModel) -> None:
    engine = engine_of(small_roas, name)
    x = roas.draw(np.random.default_rng(4), 67).x
    together = engine.predict(x)
    alone = np.concatenate([engine.predict(x[row : row + 1]) for row in range(len(x))])
    assert alone == pytest.approx(together, abs=1e-9)
    assert engine.predict(x[::-1])[::-1] == pytest.approx(together, abs=1e-9)


# The networks' turn is in test_processes.py: JAX stays out of the process that runs the tests.
@every_tree_engine
def test_same_seed_same_engine(name: EngineName) -> None:
    data = roas.draw(np.random.default_rng(4), 400)
    one, same, other = (
        ENGINES[name].fit(data.schema, data.x, data.scores, seed, EFFORT).predict(data.x) for seed in (1, 1, 2)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_no_file_is_a_pickle(small_roas: TrainedModel, tmp_path: Path) -> None:
    for member in small_roas.members:
        folder = tmp_path / member.name
        folder.mkdir()
        member.engine.save(folder)
        content = (folder / FILES[member.name]).read_bytes()
        assert not content.startswith(b"\x80")
        if zipfile.is_zipfile(folder / FILES[member.name]):
            names = zipfile.ZipFile(folder / FILES[member.name]).namelist()
            assert {Path(entry).suffix for entry in names} <= {".json", ".npy"}


@pytest.mark.parametrize("model", ["small_roas", "small_ctr"])
@every_tree_engine
def test_flat_trees_are_what_the_library_reads_from_its_own_file(
    name: EngineName, model: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """On rows it was not trained on, with values on and beside every threshold that occurs."""
    trained: TrainedModel = request.getfixturevalue(model)
    engine = engine_of(trained, name)
    assert isinstance(engine, TreeEngine)
    draw = roas.draw if trained is request.getfixturevalue("small_roas") else scenes.draw
    x = draw(np.random.default_rng(9), 400).x
    on_threshold = x.copy()
    forest = engine._forest
    inner = np.isfinite(forest.threshold)
    for column in range(x.shape[1]):
        found = forest.threshold[inner & (forest.feature == column)]
        if found.size:
            on_threshold[:, column] = np.resize(found, len(x))
    for rows in (x, on_threshold, np.nextafter(on_threshold, np.inf), np.nextafter(on_threshold, -np.inf)):
        assert engine.predict_natively(rows) == pytest.approx(engine.predict(rows), abs=1e-3)


def test_trees_that_differ_from_the_library_are_refused(small_roas: TrainedModel) -> None:
    engine = engine_of(small_roas, EngineName.LIGHTGBM)
    assert isinstance(engine, TreeEngine)
    bent = LightGBMEngine(replace(engine._forest, bias=1.0), engine._native)
    with pytest.raises(ProcessingError, match=r"model\.txt differ"):
        bent.check_against_library(roas.draw(np.random.default_rng(9), 5).x)


def test_skops_file_that_names_another_type_is_refused(small_roas: TrainedModel) -> None:
    engine = engine_of(small_roas, EngineName.RANDOM_FOREST)
    assert isinstance(engine, RandomForestEngine)
    with zipfile.ZipFile(io.BytesIO(engine._native)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema: dict[str, Any] = json.loads(parts["schema.json"])
    schema["__module__"], schema["__class__"] = "subprocess", "Popen"
    parts["schema.json"] = json.dumps(schema).encode()
    bent = io.BytesIO()
    with zipfile.ZipFile(bent, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Exception, match="subprocess"):
        RandomForestEngine.library_scores(bent.getvalue(), np.zeros((1, 12)))


@pytest.mark.parametrize("draw", [roas.draw, scenes.draw])
def test_a_tree_without_splits_is_its_value(draw: Any) -> None:
    """What LightGBM and the others make of data in which nothing can be told apart."""
    data = draw(np.random.default_rng(3), 60)
    for name in TREES:
        engine = ENGINES[name].fit(data.schema, data.x, np.full(60, 42.0), 1, EFFORT)
        assert engine.predict(data.x) == pytest.approx(np.full(60, 42.0), abs=1e-3)


def test_a_library_that_is_not_there_is_named() -> None:
    assert import_problem(["json"]) is None
    problem = import_problem(["json", "no_such_library"])
    assert problem is not None
    assert "no_such_library" in problem
