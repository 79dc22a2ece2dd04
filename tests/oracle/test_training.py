"""What a first start trains: how well it does, whether its intervals keep their promise, and what it does without a
library.
"""

import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from geminivideo.core.errors import InvalidInputError
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.evaluation import evaluate
from geminivideo.oracle.model import EngineName, ModelName
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import LEAST_ROWS, split, train_ensemble
from tests.oracle.training import SMALL

FRESH_ROWS = 20_000
DRAW = {ModelName.ROAS: roas.draw, ModelName.SCENE_CTR: scenes.draw}
every_model = pytest.mark.parametrize("name", list(ModelName))


@pytest.fixture(scope="module")
def fresh() -> dict[ModelName, Dataset]:
    """Imagined ads from a seed that no training uses."""
    return {name: draw(np.random.default_rng(777), FRESH_ROWS) for name, draw in DRAW.items()}


@every_model
@pytest.mark.parametrize(("level", "tolerance"), [(0.95, 0.015), (0.90, 0.02)])
def test_intervals_cover_what_they_promise(
    name: ModelName,
    level: float,
    tolerance: float,
    real_models: dict[ModelName, TrainedModel],
    fresh: dict[ModelName, Dataset],
) -> None:
    assert evaluate(real_models[name], fresh[name], level)["coverage"] == pytest.approx(level, abs=tolerance)


def covered(model: TrainedModel, data: Dataset) -> Vector:
    found = model.predict(data.x)
    return ((found.lower <= data.outcomes) & (data.outcomes <= found.upper)).astype(np.float64)


@every_model
def test_no_slice_is_badly_under(
    name: ModelName, real_models: dict[ModelName, TrainedModel], fresh: dict[ModelName, Dataset]
) -> None:
    """Fifths of every feature, of the score and of the width; what was not measured; each at least 1,000 ads."""
    data = fresh[name]
    inside, found = covered(real_models[name], data), real_models[name].predict(data.x)
    columns = [*data.x.T, found.score, found.upper - found.lower]
    slices = [np.isnan(column) for column in columns]
    for column in columns:
        edges = np.unique(np.nanquantile(column, [0, 0.2, 0.4, 0.6, 0.8, 1]))
        slices += [(low <= column) & (column <= high) for low, high in pairwise(edges)]
    coverages = [inside[rows].mean() for rows in slices if rows.sum() >= 1000]
    assert len(coverages) > 40
    assert min(coverages) >= 0.90


@every_model
def test_scaled_intervals_beat_plain_ones_where_it_is_uncertain(
    name: ModelName, real_models: dict[ModelName, TrainedModel], fresh: dict[ModelName, Dataset]
) -> None:
    model, data = real_models[name], fresh[name]
    one_size = replace(model.error_scale, typical=1.0, weights=np.zeros_like(model.error_scale.weights))
    ones = np.ones_like(model.calibration.scale)
    flat = replace(model, error_scale=one_size, calibration=replace(model.calibration, scale=ones))
    size = model.error_scale(data.x, model.predict(data.x).score)
    uncertain = size > np.quantile(size, 0.8)
    assert covered(flat, data)[uncertain].mean() < 0.92
    assert covered(model, data)[uncertain].mean() > 0.935


@every_model
def test_ensemble_is_close_to_what_can_be_known(
    name: ModelName, real_models: dict[ModelName, TrainedModel], fresh: dict[ModelName, Dataset]
) -> None:
    """Agreement with the generator: this says that the engines are trained, and nothing about real ads."""
    found = evaluate(real_models[name], fresh[name])
    worst = max(engine["score_rmse"] for engine in found["engines"].values())
    assert len(found["engines"]) == 8
    assert found["score_rmse"] < worst < 0.85 * found["score_rmse_of_the_mean"]


def test_ensemble_against_the_noise_floor(
    real_models: dict[ModelName, TrainedModel], fresh: dict[ModelName, Dataset]
) -> None:
    data = fresh[ModelName.ROAS]
    floor = float(np.sqrt((roas.noise_spread(data.x) ** 2).mean()))
    assert 0.98 * floor < evaluate(real_models[ModelName.ROAS], data)["score_rmse"] < 1.04 * floor


def test_less_measured_is_less_certain(real_models: dict[ModelName, TrainedModel]) -> None:
    whole = scenes.draw_complete(np.random.default_rng(8), 2000)
    blind = whole.copy()
    blind[:, [SCENE_SCHEMA.names.index(name) for name in ("objects", "text", "speech", "faces", "face_area")]] = np.nan
    model = real_models[ModelName.SCENE_CTR]
    uncertain, certain = (model.error_scale(x, model.predict(x).score).mean() for x in (blind, whole))
    assert uncertain > 1.05 * certain


def test_parts_share_no_row() -> None:
    data = roas.draw(np.random.default_rng(1), 1000)
    parts = split(data, np.random.default_rng(1))
    sizes = [len(part.outcomes) for part in (parts.train, parts.validation, parts.calibration, parts.test)]
    assert sizes == [600, 150, 200, 50]
    dealt = np.concatenate([part.outcomes for part in (parts.train, parts.validation, parts.calibration, parts.test)])
    assert np.array_equal(np.sort(dealt), np.sort(data.outcomes))


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="too few"):
        train_ensemble("roas", roas.draw(np.random.default_rng(1), LEAST_ROWS - 1), 1)


def test_a_missing_library_leaves_the_other_engines_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)
    told: list[str] = []
    data = roas.draw(np.random.default_rng(2), 4000)
    model = train_ensemble("roas", data, 1, effort=SMALL.effort, report=told.append)
    assert [member.name for member in model.members] == list(EngineName)[3:]
    assert list(model.missing) == list(EngineName)[:3]
    assert "jax" in model.missing[EngineName.DEEPFM]
    assert any(line.startswith("dcn takes no part: jax") for line in told)
    assert np.isfinite(model.predict(data.x[:5]).score).all()


def test_rows_must_fit_the_schema() -> None:
    data = roas.draw(np.random.default_rng(2), 10)
    with pytest.raises(InvalidInputError, match="blueprint"):
        Dataset(BLUEPRINT_SCHEMA, data.x[:, :5], data.outcomes, data.curve, data.evidence)
