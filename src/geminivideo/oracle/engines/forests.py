"""scikit-learn's two engines, kept by skops: its files hold data and type names, and only the types listed are made."""

from typing import Any, ClassVar

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines import tuning
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.tree_engine import TreeEngine
from geminivideo.oracle.engines.trees import Forest, Tree
from geminivideo.oracle.schema import FeatureSchema, Matrix


class SklearnEngine(TreeEngine):
    """`trusted` are the types beyond skops' own list that the file may name; another one refuses to load."""

    training_libraries: ClassVar[tuple[str, ...]] = ("sklearn.ensemble", "skops.io")
    native_file: ClassVar[str] = "model.skops"
    trusted: ClassVar[tuple[str, ...]]

    @classmethod
    def serialise(cls, model: Any) -> bytes:
        import skops.io

        return bytes(skops.io.dumps(model, compression=8))  # zipfile.ZIP_DEFLATED

    @classmethod
    def library_scores(cls, native: bytes, x: Matrix) -> Any:
        import skops.io

        return skops.io.loads(native, trusted=list(cls.trusted)).predict(x)


class RandomForestEngine(SklearnEngine):
    trusted: ClassVar[tuple[str, ...]] = ("sklearn.tree._tree.Tree",)

    @classmethod
    def train(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Any:  # noqa: ARG003 - trees need no schema
        from sklearn.ensemble import RandomForestRegressor

        model = RandomForestRegressor(
            effort.trees,
            max_leaf_nodes=256,
            min_samples_leaf=tuning.forest_leaf(len(x)),
            max_features=0.5,
            max_samples=0.8,
            random_state=seed,
        )
        return model.fit(x, scores)

    @classmethod
    def flatten(cls, model: Any) -> Forest:
        trees = [_grown(estimator.tree_) for estimator in model.estimators_]
        return Forest.of(trees, single=True, scale=1 / len(trees))


class GradientBoostingEngine(SklearnEngine):
    """The histogram-based variant, which handles missing values and trains ten times faster."""

    trusted: ClassVar[tuple[str, ...]] = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",)

    @classmethod
    def train(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Any:  # noqa: ARG003 - trees need no schema
        from sklearn.ensemble import HistGradientBoostingRegressor
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        model = HistGradientBoostingRegressor(
            learning_rate=tuning.boosting_rate(len(x), effort.rounds, full=12),
            max_iter=effort.rounds,
            max_leaf_nodes=tuning.leaves(len(x)),
            min_samples_leaf=tuning.boosted_leaf(len(x)),
            max_features=0.7,
            early_stopping=False,
            random_state=seed,
        )
        # In parallel it adds up gradients in an order that is not fixed; one thread always grows the same trees.
        x = np.where(np.isnan(x).all(axis=0), 0.0, x)
        with threadpool_limits(limits=1):
            return model.fit(x, scores)

    @classmethod
    def flatten(cls, model: Any) -> Forest:
        trees = [_boosted(predictors[0].nodes) for predictors in model._predictors]  # noqa: SLF001 - it has no public form
        return Forest.of(trees, single=False, bias=float(np.ravel(model._baseline_prediction)[0]))  # noqa: SLF001


def _grown(tree: Any) -> Tree:
    return Tree(
        feature=tree.feature,
        threshold=tree.threshold,
        left=tree.children_left,
        right=tree.children_right,
        missing_left=tree.missing_go_to_left.astype(np.bool_),
        value=tree.value[:, 0, 0],
    )


def _boosted(nodes: Any) -> Tree:
    leaf = nodes["is_leaf"].astype(np.bool_)
    return Tree(
        feature=nodes["feature_idx"],
        threshold=nodes["num_threshold"],
        left=np.where(leaf, -1, nodes["left"].astype(np.intp)),
        right=np.where(leaf, -1, nodes["right"].astype(np.intp)),
        missing_left=nodes["missing_go_to_left"].astype(np.bool_),
        value=np.where(leaf, nodes["value"], 0.0),
    )
