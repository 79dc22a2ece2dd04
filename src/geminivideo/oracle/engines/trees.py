"""Trees of any library as flat arrays, evaluated with numpy.

The five tree engines train with their libraries and keep the libraries' own files. They serve from this form: it needs
no library at all (importing those takes seconds and 200 MB), it is the same on every machine, and it still answers when
a library has been updated or cannot be loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.encoding import Arrays
from geminivideo.oracle.schema import Matrix

# Rows that are walked together: few enough that the working arrays stay in the processor's cache.
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree: node 0 is the root, a value goes left when it is <= the threshold; a leaf has no children (-1)."""

    feature: npt.NDArray[np.integer]
    threshold: Vector
    left: npt.NDArray[np.integer]
    right: npt.NDArray[np.integer]
    missing_left: npt.NDArray[np.bool_]
    value: Vector


@dataclass(frozen=True, slots=True)
class Forest:
    """All nodes of all trees in one row of arrays. `children` holds left and right of node n at 2n and 2n + 1.

    A leaf is its own child, so that every row can take the same number of steps. `single` says that the library
    compares in single precision, to which inputs are rounded first. A score is bias + scale x the sum of leaf values.
    """

    feature: npt.NDArray[np.int32]
    threshold: Vector
    children: npt.NDArray[np.int32]
    missing_right: npt.NDArray[np.bool_]
    value: Vector
    roots: npt.NDArray[np.int32]
    depth: int
    single: bool
    scale: float
    bias: float

    @classmethod
    def of(cls, trees: Sequence[Tree], *, single: bool, scale: float = 1.0, bias: float = 0.0) -> Self:
        sizes = [len(tree.feature) for tree in trees]
        roots = np.cumsum([0, *sizes[:-1]])
        leaf = np.concatenate([tree.left < 0 for tree in trees])
        itself = np.arange(len(leaf))
        left, right = (
            np.where(
                leaf, itself, np.concatenate([getattr(t, side) + root for t, root in zip(trees, roots, strict=True)])
            )
            for side in ("left", "right")
        )
        return cls(
            feature=np.where(leaf, 0, np.concatenate([tree.feature for tree in trees])).astype(np.int32),
            threshold=np.where(leaf, np.inf, np.concatenate([tree.threshold for tree in trees])),
            children=np.column_stack([left, right]).ravel().astype(np.int32),
            missing_right=~leaf & ~np.concatenate([tree.missing_left for tree in trees]),
            value=np.concatenate([tree.value for tree in trees]).astype(np.float64),
            roots=roots.astype(np.int32),
            depth=max(map(_depth, trees)),
            single=single,
            scale=scale,
            bias=bias,
        )

    def predict(self, x: Matrix) -> Vector:
        inputs = x.astype(np.float32).astype(np.float64) if self.single else x
        blocks = [self._walk(inputs[start : start + _BLOCK]) for start in range(0, len(x), _BLOCK)]
        return self.bias + self.scale * np.concatenate(blocks)

    def _walk(self, x: Matrix) -> Vector:
        values, has_missing = np.ascontiguousarray(x).ravel(), bool(np.isnan(x).any())
        start_of_row = (np.arange(len(x)) * x.shape[1])[:, None]
        node = np.broadcast_to(self.roots, (len(x), len(self.roots)))
        for _ in range(self.depth):
            value = values.take(start_of_row + self.feature.take(node))
            goes_right = value > self.threshold.take(node)
            if has_missing:
                goes_right = np.where(np.isnan(value), self.missing_right.take(node), goes_right)
            node = self.children.take(2 * node + goes_right)
        return np.asarray(self.value.take(node).sum(axis=1))

    def arrays(self) -> Arrays:
        return {
            "feature": self.feature,
            "threshold": self.threshold,
            "children": self.children,
            "missing_right": self.missing_right,
            "value": self.value,
            "roots": self.roots,
            "constants": np.array([self.depth, self.single, self.scale, self.bias], np.float64),
        }

    @classmethod
    def from_arrays(cls, stored: Arrays) -> Self:
        depth, single, scale, bias = stored["constants"].astype(np.float64).tolist()
        return cls(
            feature=stored["feature"].astype(np.int32),
            threshold=stored["threshold"].astype(np.float64),
            children=stored["children"].astype(np.int32),
            missing_right=stored["missing_right"].astype(np.bool_),
            value=stored["value"].astype(np.float64),
            roots=stored["roots"].astype(np.int32),
            depth=int(depth),
            single=bool(single),
            scale=scale,
            bias=bias,
        )


def _depth(tree: Tree) -> int:
    """The number of steps from the root to the deepest leaf."""
    level, depth = np.zeros(1, np.intp), 0
    while (level := level[tree.left[level] >= 0]).size:
        level, depth = np.concatenate([tree.left[level], tree.right[level]]), depth + 1
    return depth
