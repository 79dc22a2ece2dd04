"""Features as inputs of a network: centred, bounded, and marked where nothing was measured."""

import numpy as np
import pytest

from geminivideo.oracle.encoding import Encoder
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA


def test_inputs_are_centred_and_bounded() -> None:
    x = roas.draw(np.random.default_rng(1), 3000).x
    encoder = Encoder.fit(BLUEPRINT_SCHEMA, x)
    encoded = encoder.encode(x)
    assert encoded.shape == (3000, encoder.width) == (3000, 12)
    assert encoded.mean(axis=0) == pytest.approx(np.zeros(12), abs=0.05)
    assert np.abs(encoder.encode(x * 1e6)).max() <= 4


def test_what_was_not_measured_is_average_and_flagged() -> None:
    x = scenes.draw(np.random.default_rng(1), 3000).x
    encoder = Encoder.fit(SCENE_SCHEMA, x)
    assert encoder.width == 15 + 14
    blind = x[:1].copy()
    blind[0, :14] = np.nan
    encoded = encoder.encode(blind)[0]
    assert encoded[:14].tolist() == [0] * 14
    assert encoded[15:].tolist() == [1] * 14
    assert encoder.encode(scenes.draw_complete(np.random.default_rng(1), 5))[:, 15:].sum() == 0


def test_feature_that_never_varies_or_was_never_measured_is_harmless() -> None:
    x = scenes.draw(np.random.default_rng(1), 50).x
    x[:, 0], x[:, 1] = 0.5, np.nan
    encoder = Encoder.fit(SCENE_SCHEMA, x)
    assert encoder.encode(x)[:, :2].tolist() == [[0, 0]] * 50
    again = Encoder.from_arrays(encoder.arrays("e"), "e")
    fresh = scenes.draw(np.random.default_rng(2), 50).x
    assert np.array_equal(again.encode(fresh), encoder.encode(fresh))
