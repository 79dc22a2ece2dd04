"""Gradient boosting by LightGBM."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines import tuning
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.tree_engine import TreeEngine
from geminivideo.oracle.engines.trees import Forest, Tree
from geminivideo.oracle.schema import FeatureSchema, Matrix

_DEFAULT_LEFT = 2  # bit of a node's decision type
_MISSING_IS_NAN = 2  # in bits 2 and 3 of it; otherwise NaN counts as zero


class LightGBMEngine(TreeEngine):
    training_libraries: ClassVar[tuple[str, ...]] = ("lightgbm",)
    native_file: ClassVar[str] = "model.txt"

    @classmethod
    def train(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Any:
        import lightgbm

        rate = tuning.boosting_rate(len(x), effort.rounds, full=12)
        parameters: dict[str, Any] = {"objective": "l2", "num_leaves": tuning.leaves(len(x)), "learning_rate": rate}
        parameters |= {"min_data_in_leaf": tuning.boosted_leaf(len(x))}
        parameters |= {"feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1}
        parameters |= {"num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": seed, "verbosity": -1}
        data = lightgbm.Dataset(x, scores, feature_name=list(schema.names), params=parameters)
        return lightgbm.train(parameters, data, effort.rounds)

    @classmethod
    def flatten(cls, model: Any) -> Forest:
        blocks = model.model_to_string().split("\nTree=")[1:]
        return Forest.of([_tree(dict(_fields(block))) for block in blocks], single=False)

    @classmethod
    def serialise(cls, model: Any) -> bytes:
        return str(model.model_to_string()).encode()

    @classmethod
    def library_scores(cls, native: bytes, x: Matrix) -> Any:
        import lightgbm

        return lightgbm.Booster(model_str=native.decode()).predict(x, num_threads=1)


def _fields(block: str) -> list[tuple[str, npt.NDArray[np.float64]]]:
    pairs = (line.split("=", 1) for line in block.split("\n\n", 1)[0].splitlines() if "=" in line)
    return [(name, np.array(values.split(), np.float64)) for name, values in pairs]


def _tree(stored: Mapping[str, npt.NDArray[np.float64]]) -> Tree:
    """Inner nodes come first, then the leaves; a child -1 - n stands for leaf n. A lone leaf has no inner nodes."""
    leaf_value = stored["leaf_value"]
    inner, leaves = len(leaf_value) - 1, len(leaf_value)
    left, right = (_children(stored, side, inner) for side in ("left_child", "right_child"))
    threshold = stored["threshold"] if inner else np.zeros(0)
    kind = stored["decision_type"].astype(int) if inner else np.zeros(0, int)
    nan_left = np.where(kind >> 2 == _MISSING_IS_NAN, (kind & _DEFAULT_LEFT) > 0, threshold >= 0)
    childless = np.full(leaves, -1)
    return Tree(
        feature=np.concatenate([stored["split_feature"].astype(int) if inner else [], np.zeros(leaves)]).astype(int),
        threshold=np.concatenate([threshold, np.zeros(leaves)]),
        left=np.concatenate([left, childless]),
        right=np.concatenate([right, childless]),
        missing_left=np.concatenate([nan_left, np.zeros(leaves, np.bool_)]),
        value=np.concatenate([np.zeros(inner), leaf_value]),
    )


def _children(stored: Mapping[str, npt.NDArray[np.float64]], side: str, inner: int) -> npt.NDArray[np.intp]:
    child = stored[side].astype(np.intp) if inner else np.zeros(0, np.intp)
    return np.where(child < 0, inner - 1 - child, child)
