"""Shapes of effects that both priors use. Everything works on whole columns."""

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.schema import FeatureKind, FeatureSchema

Columns = dict[str, Vector]


def peak(value: Vector, at: "Vector | float", width: float) -> Vector:
    """1 at the best value, 0 at `width` away from it, falling on to -1 and no further."""
    return np.maximum(1 - ((value - at) / width) ** 2, -1.0)


def saturating(value: Vector, scale: float) -> Vector:
    """From 0 towards 1: the first of a thing counts most."""
    return 1 - np.exp(-value / scale)


def step(value: Vector, at: float, softness: float) -> Vector:
    """From 0 to 1 around `at`."""
    return 1 / (1 + np.exp(-(value - at) / softness))


def within(rng: np.random.Generator, mean: "Vector | float", spread: float, low: float, high: float, n: int) -> Vector:
    return np.clip(mean + spread * rng.standard_normal(n), low, high)


def anywhere(rng: np.random.Generator, schema: FeatureSchema, n: int) -> Columns:
    """Rows from the whole allowed range, so that no allowed input is far from all training data.

    Long-tailed features are drawn on a log scale.
    """
    columns = {}
    for feature in schema.features:
        if feature.log:
            drawn = np.exp(rng.uniform(np.log(feature.low), np.log(feature.high), n))
        else:
            drawn = rng.uniform(feature.low, feature.high, n)
        columns[feature.name] = drawn if feature.kind is FeatureKind.REAL else np.rint(drawn)
    return columns


def mixed(rng: np.random.Generator, typical: Columns, unusual: Columns) -> Columns:
    """All rows of both, shuffled together."""
    order = rng.permutation(len(next(iter(typical.values()))) + len(next(iter(unusual.values()))))
    return {name: np.concatenate([typical[name], unusual[name]])[order] for name in typical}
