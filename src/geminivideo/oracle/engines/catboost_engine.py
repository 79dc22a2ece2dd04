"""Gradient boosting on oblivious trees by CatBoost."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines import tuning
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.tree_engine import TreeEngine
from geminivideo.oracle.engines.trees import Forest, Tree
from geminivideo.oracle.schema import FeatureSchema, Matrix


class CatBoostEngine(TreeEngine):
    training_libraries: ClassVar[tuple[str, ...]] = ("catboost",)
    native_file: ClassVar[str] = "model.cbm"

    @classmethod
    def train(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Any:
        import catboost

        model = catboost.CatBoostRegressor(
            iterations=effort.rounds,
            learning_rate=tuning.boosting_rate(len(x), effort.rounds, full=16),
            depth=tuning.depth(len(x)) + 1,
            l2_leaf_reg=5,
            random_seed=seed,
            thread_count=1,
            allow_writing_files=False,
            allow_const_label=True,
            verbose=False,
        )
        return model.fit(catboost.Pool(x, scores, feature_names=list(schema.names)))

    @classmethod
    def flatten(cls, model: Any) -> Forest:
        stored = json.loads(_saved(model, "json"))
        scale, (bias,) = stored["scale_and_bias"]
        features = stored["features_info"]["float_features"]
        nan_right = {f["feature_index"]: f["nan_value_treatment"] == "AsTrue" for f in features}
        column = {f["feature_index"]: f["flat_feature_index"] for f in features}
        trees = [_tree(tree, column, nan_right) for tree in stored["oblivious_trees"]]
        return Forest.of(trees, single=True, scale=scale, bias=bias)

    @classmethod
    def serialise(cls, model: Any) -> bytes:
        return _saved(model, "cbm")

    @classmethod
    def library_scores(cls, native: bytes, x: Matrix) -> Any:
        import catboost

        return catboost.CatBoostRegressor().load_model(blob=native).predict(x, thread_count=1)


def _saved(model: Any, kind: str) -> bytes:
    """CatBoost writes to paths only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        model.save_model(str(path), format=kind)
        return path.read_bytes()


def _tree(stored: Mapping[str, Any], column: Mapping[int, int], nan_right: Mapping[int, bool]) -> Tree:
    """An oblivious tree asks the same question on a whole level; split i sets bit i of the number of the leaf.

    Written out as a complete binary tree in the order of a heap, with the last split at the root, so that the leaves
    come out in the order of their numbers.
    """
    splits = list(reversed(stored["splits"]))
    inner, leaves = 2 ** len(splits) - 1, 2 ** len(splits)
    asked = [split for level, split in enumerate(splits) for _ in range(2**level)]
    number = np.arange(inner)
    none = np.full(leaves, -1)
    return Tree(
        feature=np.array([column[split["float_feature_index"]] for split in asked] + [0] * leaves),
        threshold=np.array([split["border"] for split in asked] + [0.0] * leaves),
        left=np.concatenate([2 * number + 1, none]),
        right=np.concatenate([2 * number + 2, none]),
        missing_left=np.array([not nan_right[split["float_feature_index"]] for split in asked] + [False] * leaves),
        value=np.concatenate([np.zeros(inner), stored["leaf_values"]]),
    )
