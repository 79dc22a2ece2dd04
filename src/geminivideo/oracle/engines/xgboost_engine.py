"""Gradient boosting by XGBoost."""

import json
from typing import Any, ClassVar

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines import tuning
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.tree_engine import TreeEngine
from geminivideo.oracle.engines.trees import Forest, Tree
from geminivideo.oracle.schema import FeatureSchema, Matrix


class XGBoostEngine(TreeEngine):
    training_libraries: ClassVar[tuple[str, ...]] = ("xgboost",)
    native_file: ClassVar[str] = "model.ubj"

    @classmethod
    def train(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Any:
        import xgboost

        parameters: dict[str, Any] = {"max_depth": tuning.depth(len(x)), "subsample": 0.8}
        parameters["eta"] = tuning.boosting_rate(len(x), effort.rounds, full=12)
        parameters |= {"colsample_bytree": 0.7, "min_child_weight": 12}
        parameters |= {"tree_method": "hist", "nthread": 1, "seed": seed}
        data = xgboost.DMatrix(x, scores, feature_names=list(schema.names), nthread=1)
        return xgboost.train(parameters, data, effort.rounds)

    @classmethod
    def flatten(cls, model: Any) -> Forest:
        learner = json.loads(bytes(model.save_raw("json")))["learner"]
        base = float(learner["learner_model_param"]["base_score"].strip("[]"))
        trees = learner["gradient_booster"]["model"]["trees"]
        return Forest.of([_tree(tree) for tree in trees], single=True, bias=base)

    @classmethod
    def serialise(cls, model: Any) -> bytes:
        return bytes(model.save_raw("ubj"))

    @classmethod
    def library_scores(cls, native: bytes, x: Matrix) -> Any:
        import xgboost

        booster = xgboost.Booster({"nthread": 1}, model_file=bytearray(native))
        return booster.inplace_predict(x, validate_features=False)


def _tree(stored: dict[str, Any]) -> Tree:
    """It goes left when x < condition; that is x <= the next smaller single-precision number."""
    left = np.array(stored["left_children"])
    condition = np.array(stored["split_conditions"], np.float32)
    return Tree(
        feature=np.array(stored["split_indices"]),
        threshold=np.nextafter(condition, np.float32(-np.inf)).astype(np.float64),
        left=left,
        right=np.array(stored["right_children"]),
        missing_left=np.array(stored["default_left"], np.bool_),
        value=np.where(left < 0, condition, 0).astype(np.float64),  # a leaf keeps its value where others keep the split
    )
