"""Gradient-boosted trees by XGBoost, LightGBM and CatBoost, single-threaded: processes are the unit of parallelism."""

from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.schema import FeatureSchema, Matrix


class XGBoostEngine:
    serving_libraries: ClassVar[tuple[str, ...]] = ("xgboost",)
    training_libraries: ClassVar[tuple[str, ...]] = ()
    _FILE = "model.ubj"

    def __init__(self, booster: Any) -> None:
        self._booster = booster

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:
        import xgboost

        parameters: dict[str, Any] = {
            "max_depth": 4,
            "eta": 12 / effort.rounds,
            "subsample": 0.8,
            "colsample_bytree": 0.7,
        }
        parameters |= {"min_child_weight": 12, "tree_method": "hist", "nthread": 1, "seed": seed}
        data = xgboost.DMatrix(x, scores, feature_names=list(schema.names), nthread=1)
        return cls(xgboost.train(parameters, data, effort.rounds))

    def predict(self, x: Matrix) -> Vector:
        return np.asarray(self._booster.inplace_predict(x, validate_features=False), np.float64)

    def save(self, folder: Path) -> None:
        self._booster.save_model(folder / self._FILE)

    @classmethod
    def load(cls, folder: Path) -> Self:
        import xgboost

        return cls(xgboost.Booster({"nthread": 1}, model_file=str(folder / cls._FILE)))


class LightGBMEngine:
    serving_libraries: ClassVar[tuple[str, ...]] = ("lightgbm",)
    training_libraries: ClassVar[tuple[str, ...]] = ()
    _FILE = "model.txt"

    def __init__(self, booster: Any) -> None:
        self._booster = booster

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:
        import lightgbm

        parameters: dict[str, Any] = {
            "objective": "l2",
            "num_leaves": 12,
            "learning_rate": 12 / effort.rounds,
            "min_data_in_leaf": 25,
        }
        parameters |= {"bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.7, "seed": seed}
        parameters |= {"num_threads": 1, "deterministic": True, "force_row_wise": True, "verbosity": -1}
        data = lightgbm.Dataset(x, scores, feature_name=list(schema.names), params=parameters)
        return cls(lightgbm.train(parameters, data, effort.rounds))

    def predict(self, x: Matrix) -> Vector:
        return np.asarray(self._booster.predict(x, num_threads=1), np.float64)

    def save(self, folder: Path) -> None:
        self._booster.save_model(folder / self._FILE)

    @classmethod
    def load(cls, folder: Path) -> Self:
        import lightgbm

        return cls(lightgbm.Booster(model_file=folder / cls._FILE))


class CatBoostEngine:
    serving_libraries: ClassVar[tuple[str, ...]] = ("catboost",)
    training_libraries: ClassVar[tuple[str, ...]] = ()
    _FILE = "model.cbm"

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:
        import catboost

        model = catboost.CatBoostRegressor(
            iterations=effort.rounds,
            learning_rate=16 / effort.rounds,
            depth=5,
            l2_leaf_reg=5,
            random_seed=seed,
            thread_count=1,
            allow_writing_files=False,
            verbose=False,
        )
        return cls(model.fit(catboost.Pool(x, scores, feature_names=list(schema.names))))

    def predict(self, x: Matrix) -> Vector:
        return np.asarray(self._model.predict(x, thread_count=1), np.float64)

    def save(self, folder: Path) -> None:
        self._model.save_model(str(folder / self._FILE))

    @classmethod
    def load(cls, folder: Path) -> Self:
        import catboost

        model = catboost.CatBoostRegressor()
        return cls(model.load_model(str(folder / cls._FILE)))
