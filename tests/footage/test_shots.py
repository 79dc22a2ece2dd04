from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.footage.extractors.motion import MotionStep
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.shots import CutDetector, Span, scene_spans
from tests.footage.builders import texture

SETTINGS = AnalysisSettings()


def spans(cuts: Sequence[int], seconds: float, rate: float = 30.0, motion: Sequence[MotionStep] = ()) -> list[Span]:
    times = [frame / rate for frame in range(round(seconds * rate))]
    return scene_spans(cuts, times, seconds, motion, SETTINGS)


def starts(found: Sequence[Span]) -> list[int]:
    return [span.first for span in found]


def steps(seconds: float, speed_at: dict[float, float], usual: float = 0.1) -> list[MotionStep]:
    moments = np.round(np.arange(0.1, seconds, 0.1), 3)
    return [
        MotionStep(from_seconds=at - 0.1, at_seconds=at, speed=speed_at.get(float(at), usual))
        for at in moments.tolist()
    ]


def test_a_clip_without_cuts_is_one_scene() -> None:
    assert spans([], 5.0) == [Span(0, 150, 0.0, 5.0)]


def test_cuts_begin_scenes_at_their_frames_own_time() -> None:
    assert [(span.start, span.end) for span in spans([45, 90], 5.0)] == [(0.0, 1.5), (1.5, 3.0), (3.0, 5.0)]


def test_a_flash_counts_once_where_it_begins() -> None:
    assert starts(spans([60, 62], 5.0)) == [0, 60]


def test_a_fade_becomes_a_scene_of_its_own() -> None:
    assert starts(spans(list(range(60, 90)), 5.0)) == [0, 60, 89]


def test_a_cut_too_near_to_the_beginning_or_the_end_is_none() -> None:
    assert starts(spans([4, 146], 5.0)) == [0]


def test_a_shot_of_exactly_the_shortest_length_counts() -> None:
    assert starts(spans([60, 69], 5.0)) == [0, 60, 69]


def test_a_long_shot_is_split_where_it_is_calm() -> None:
    calm = {4.0: 0.0, 4.1: 0.0, 4.2: 0.0, 3.9: 0.0, 3.8: 0.0}
    found = spans([], 10.0, motion=steps(10.0, calm))
    assert len(found) == 2
    assert found[1].start == pytest.approx(4.0, abs=0.1)


def test_without_any_motion_the_parts_are_even() -> None:
    assert [round(span.end - span.start, 1) for span in spans([], 21.0, motion=steps(21.0, {}, usual=0.0))] == [7.0] * 3
    assert [round(span.end - span.start, 1) for span in spans([], 21.0)] == [7.0] * 3


def test_a_slide_show_is_not_split_between_frames() -> None:
    found = scene_spans([], [0.0, 20.0], 40.0, [], SETTINGS)
    assert [(span.start, span.end) for span in found] == [(0.0, 20.0), (20.0, 40.0)]
    assert len(scene_spans([], [0.0], 40.0, [], SETTINGS)) == 1


def test_one_frame_is_one_scene() -> None:
    assert scene_spans([], [0.0], 0.04, [], SETTINGS) == [Span(0, 1, 0.0, 0.04)]


@given(
    gaps=st.lists(st.floats(0.005, 0.4), min_size=1, max_size=300),
    cuts=st.sets(st.integers(-3, 310)),
    speeds=st.lists(st.floats(0, 1), max_size=60),
)
def test_scenes_cover_the_file_without_gap_or_overlap(gaps: list[float], cuts: set[int], speeds: list[float]) -> None:
    times = [0.0, *np.cumsum(gaps).tolist()]
    end = times[-1] + 0.04
    motion = [MotionStep(from_seconds=k / 10, at_seconds=(k + 1) / 10, speed=s) for k, s in enumerate(speeds)]

    found = scene_spans(sorted(cuts), times, end, motion, SETTINGS)

    assert (found[0].start, found[-1].end) == (times[0], end)
    assert all(one.end == other.start and one.last == other.first for one, other in pairwise(found))
    assert all(span.start == times[span.first] for span in found)
    assert all(span.end - span.start >= 0.29 for span in found) or len(found) == 1
    longest_gap = max(gaps) + 0.04
    assert all(span.end - span.start <= SETTINGS.max_scene_seconds + longest_gap for span in found)


def test_the_detector_names_the_first_frame_of_a_new_shot() -> None:
    detector = CutDetector(SETTINGS)
    pictures = [texture(256, 144, seed=1)] * 20 + [texture(256, 144, seed=2) // 2] * 20
    found = [cut for index, picture in enumerate(pictures) for cut in detector.see(index, picture)]
    assert set(found) == {20}


def test_the_detector_takes_a_pan_for_no_cut() -> None:
    detector = CutDetector(SETTINGS)
    wide = texture(1400, 144, seed=4)
    pictures = [wide[:, step * 12 : step * 12 + 256] for step in range(90)]
    assert [cut for index, picture in enumerate(pictures) for cut in detector.see(index, picture)] == []
