"""Flat trees against the plainest way to walk a tree."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.oracle.engines.lightgbm_engine import _tree as lightgbm_tree
from geminivideo.oracle.engines.trees import Forest, Tree

COLUMNS = 3
VALUES = st.floats(-5, 5, width=32) | st.sampled_from([0.0, 1.0, math.nan])

# (column, threshold, NaN goes left, left, right), or the value of a leaf.
Node = Any
NODES = st.recursive(
    st.floats(-10, 10),
    lambda children: st.tuples(
        st.integers(0, COLUMNS - 1), st.sampled_from([-2.0, 0.0, 0.5, 1.0]), st.booleans(), children, children
    ),
    max_leaves=20,
)


def flat(root: Node) -> Tree:
    """Breadth first, as most libraries number their nodes."""
    nodes, children = [root], []
    for node in nodes:
        children.append((len(nodes), len(nodes) + 1) if isinstance(node, tuple) else (-1, -1))
        nodes += node[3:] if isinstance(node, tuple) else ()
    inner = [node if isinstance(node, tuple) else (0, 0.0, False) for node in nodes]
    return Tree(
        feature=np.array([node[0] for node in inner]),
        threshold=np.array([node[1] for node in inner]),
        left=np.array([pair[0] for pair in children]),
        right=np.array([pair[1] for pair in children]),
        missing_left=np.array([node[2] for node in inner]),
        value=np.array([0.0 if isinstance(node, tuple) else node for node in nodes]),
    )


def walk(node: Node, row: list[float]) -> float:
    while isinstance(node, tuple):
        column, threshold, missing_left, left, right = node
        goes_left = missing_left if math.isnan(row[column]) else row[column] <= threshold
        node = left if goes_left else right
    return float(node)


@settings(deadline=None)
@given(
    st.lists(NODES, min_size=1, max_size=5),
    st.lists(st.lists(VALUES, min_size=COLUMNS, max_size=COLUMNS), min_size=1, max_size=150),
    st.booleans(),
)
def test_flat_trees_answer_as_a_plain_walk_does(trees: list[Node], rows: list[list[float]], single: bool) -> None:
    forest = Forest.of([flat(tree) for tree in trees], single=single, scale=0.5, bias=3.0)
    expected = [3.0 + 0.5 * sum(walk(tree, row) for tree in trees) for row in rows]
    assert forest.predict(np.array(rows)) == pytest.approx(np.array(expected), abs=1e-9)
    again = Forest.from_arrays(forest.arrays())
    assert np.array_equal(again.predict(np.array(rows)), forest.predict(np.array(rows)))


def test_single_precision_rounds_the_input_first() -> None:
    tree = flat((0, float(np.float32(0.1)), False, 1.0, 2.0))
    just_above = np.array([[0.1 + 2e-9, 0, 0]])  # above the threshold, but its nearest single is the threshold
    assert Forest.of([tree], single=True).predict(just_above).tolist() == [1.0]
    assert Forest.of([tree], single=False).predict(just_above).tolist() == [2.0]


def test_lightgbm_nodes_by_hand() -> None:
    """x0 <= 1.5 ? leaf 0 : (x1 <= -2 ? leaf 1 : leaf 2); NaN goes left at the first, counts as zero at the second."""
    stored = {
        "split_feature": np.array([0.0, 1]),
        "threshold": np.array([1.5, -2.0]),
        "decision_type": np.array([10.0, 2]),
        "left_child": np.array([-1.0, -2]),
        "right_child": np.array([1.0, -3]),
        "leaf_value": np.array([10.0, 20, 30]),
    }
    forest = Forest.of([lightgbm_tree(stored)], single=False)
    rows = [[1.5, 0, 0], [2, -2, 0], [2, 0, 0], [math.nan, 0, 0], [2, math.nan, 0]]
    assert forest.predict(np.array(rows)).tolist() == [10, 20, 30, 10, 30]
