"""Rhythm: shots add up to their scene, keep to the pacing, and are cut on words where one is near."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.vocabulary import Pacing
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.shots import RHYTHMS, cut, shot_count

PACINGS = st.sampled_from(list(Pacing))


@given(st.integers(1, 1800), PACINGS)
def test_no_shot_is_longer_than_the_pacing_allows(frames: int, pacing: Pacing) -> None:
    count = shot_count(frames, pacing)
    assert count >= 1
    assert frames / count <= RHYTHMS[pacing].longest * FPS + 1


@given(st.integers(100, 1800), PACINGS)
def test_faster_pacing_never_has_fewer_shots(frames: int, pacing: Pacing) -> None:
    assert shot_count(frames, Pacing.FAST) >= shot_count(frames, pacing) >= shot_count(frames, Pacing.SLOW)


@given(
    st.integers(0, 500),
    st.integers(40, 600),
    st.integers(1, 8),
    st.lists(st.integers(0, 1100), max_size=40).map(lambda starts: sorted(set(starts))),
)
def test_shots_cover_the_scene_without_gap(start: int, frames: int, count: int, words: list[int]) -> None:
    shots = cut(start, frames, count, [word for word in words if start < word < start + frames])
    assert len(shots) == count
    assert shots[0][0] == start
    assert sum(length for _begin, length in shots) == frames
    assert all(length > 0 for _begin, length in shots)
    assert all(begin + length == following for (begin, length), (following, _) in pairwise(shots))


def test_a_cut_moves_to_the_nearest_word_and_not_to_a_far_one() -> None:
    assert cut(0, 120, 2, [54, 63, 90]) == [(0, 63), (63, 57)]
    assert cut(0, 120, 2, [20, 100]) == [(0, 60), (60, 60)]
