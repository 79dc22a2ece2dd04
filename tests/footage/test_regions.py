import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geminivideo.footage.extractors.regions import box_between, densest_region


def test_an_even_block_is_boxed_as_it_is() -> None:
    weights = np.zeros((90, 160), np.float32)
    weights[30:50, 100:140] = 1
    region = densest_region(weights)
    assert region is not None
    assert (region.box.x, region.box.y) == pytest.approx((100 / 160, 30 / 90), abs=0.02)
    assert (region.box.width, region.box.height) == pytest.approx((40 / 160, 20 / 90), abs=0.04)
    assert region.confidence == pytest.approx(1 - region.box.area, abs=0.1)


def test_of_two_clusters_the_stronger_is_boxed_and_not_both() -> None:
    weights = np.zeros((90, 160), np.float32)
    weights[10:30, 5:25] = 0.6
    weights[50:70, 120:140] = 1.0
    region = densest_region(weights)
    assert region is not None
    assert region.box.x > 0.6
    assert region.box.width < 0.25


def test_an_empty_map_has_no_region_and_an_even_one_no_confidence() -> None:
    assert densest_region(np.zeros((20, 30), np.float32)) is None
    even = densest_region(np.ones((20, 30), np.float32))
    assert even is not None
    assert even.confidence < 0.1


@given(arrays(np.float32, st.tuples(st.integers(1, 24), st.integers(1, 24)), elements=st.floats(0, 1, width=32)))
def test_every_box_lies_in_the_picture(weights: np.ndarray) -> None:
    region = densest_region(weights)
    if region is not None:
        box = region.box
        assert box.x + box.width <= 1 + 1e-6
        assert box.y + box.height <= 1 + 1e-6
        assert box.area > 0


def test_a_box_of_a_map_has_four_places_in_json_too() -> None:
    box = box_between(*np.array([0.1, 0.2, 0.3333333, 0.9], np.float32))
    assert box.model_dump_json() == '{"x":0.1,"y":0.2,"width":0.2333,"height":0.7}'


@given(st.tuples(*[st.floats(-2, 3)] * 4))
def test_edges_outside_are_cut_off(edges: tuple[float, float, float, float]) -> None:
    box = box_between(*edges)
    assert 0 <= box.x <= 1
    assert box.x + box.width <= 1 + 1e-6
    assert box.y + box.height <= 1 + 1e-6
