"""scikit-learn's engines, kept by skops: its files hold data and type names, and only types listed here are made."""

from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.schema import FeatureSchema, Matrix

_FILE = "model.skops"


class SklearnEngine:
    """`trusted` are the types beyond skops' own list that the file may name; another one refuses to load."""

    serving_libraries: ClassVar[tuple[str, ...]] = ("sklearn.ensemble", "skops.io")
    training_libraries: ClassVar[tuple[str, ...]] = ()
    trusted: ClassVar[tuple[str, ...]]

    def __init__(self, model: Any) -> None:
        self._model = model

    def predict(self, x: Matrix) -> Vector:
        return np.asarray(self._model.predict(x), np.float64)

    def save(self, folder: Path) -> None:
        import skops.io

        skops.io.dump(self._model, folder / _FILE, compression=8)  # zipfile.ZIP_DEFLATED

    @classmethod
    def load(cls, folder: Path) -> Self:
        import skops.io

        return cls(skops.io.load(folder / _FILE, trusted=list(cls.trusted)))


class RandomForestEngine(SklearnEngine):
    trusted: ClassVar[tuple[str, ...]] = ("sklearn.tree._tree.Tree",)

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:  # noqa: ARG003 - trees need no schema
        from sklearn.ensemble import RandomForestRegressor

        model = RandomForestRegressor(
            effort.trees, max_leaf_nodes=256, min_samples_leaf=4, max_features=0.5, max_samples=0.8, random_state=seed
        )
        return cls(model.fit(x, scores))


class GradientBoostingEngine(SklearnEngine):
    """The histogram-based variant, which handles missing values and trains ten times faster."""

    trusted: ClassVar[tuple[str, ...]] = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",)

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:  # noqa: ARG003 - trees need no schema
        from sklearn.ensemble import HistGradientBoostingRegressor
        from threadpoolctl import threadpool_limits

        model = HistGradientBoostingRegressor(
            learning_rate=12 / effort.rounds,
            max_iter=effort.rounds,
            max_leaf_nodes=12,
            min_samples_leaf=25,
            max_features=0.7,
            early_stopping=False,
            random_state=seed,
        )
        # In parallel it adds up gradients in an order that is not fixed; one thread always grows the same trees.
        with threadpool_limits(limits=1):
            return cls(model.fit(x, scores))
