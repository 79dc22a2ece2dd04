"""The weighting against SciPy's filter with the coefficients of the standard."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.signal import sosfilt

from geminivideo.footage.k_weighting import RATE, KWeighting

STANDARD = (  # ITU-R BS.1770-5, tables 1 and 2: b0 b1 b2 a0 a1 a2
    (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585),
    (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621),
)


@pytest.mark.parametrize("channels", [1, 2])
def test_pieces_of_any_length_are_weighted_as_the_whole_is(channels: int) -> None:
    random = np.random.default_rng(1)
    sound = random.normal(0, 0.3, (channels, RATE))
    sound[:, RATE // 3 : RATE // 2] = 0
    edges = np.unique([0, 1, 2, *random.integers(0, sound.shape[1], 60), sound.shape[1]])
    weighting = KWeighting(channels)
    pieces = [weighting.of(sound[:, begin:end]) for begin, end in pairwise(edges)]
    expected = sosfilt(np.asarray(STANDARD), sound)
    assert np.abs(np.concatenate(pieces, axis=1) - expected).max() < 1e-9
    assert weighting.of(np.zeros((channels, 0))).shape == (channels, 0)


def test_a_steady_sound_stays_as_loud() -> None:
    """A filter with poles close to 1 that is stepped in stretches: the rounding must not add up."""
    weighting = KWeighting(1)
    second = np.sin(2 * np.pi * 997 * np.arange(RATE) / RATE)[None]
    powers = [float((weighting.of(second) ** 2).mean()) for _ in range(20)]
    assert powers[-1] == pytest.approx(powers[1], rel=1e-9)
