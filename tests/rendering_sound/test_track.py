"""A given track under an ad: begun on a beat, repeated without a seam, and its beats where they are heard."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.rendering.sound.beats import find_beats
from geminivideo.rendering.sound.pcm import RATE, sample_count
from geminivideo.rendering.sound.track import fit, play
from tests.rendering_library.files import clicks
from tests.rendering_sound.sounds import sine, stereo


def beats_at(bpm: float, seconds: float, first: float) -> tuple[float, ...]:
    return tuple(round(float(at), 4) for at in np.arange(first, seconds - 0.1, 60 / bpm))


def test_a_long_track_begins_on_its_first_beat_and_is_played_once() -> None:
    offset, loop, beats = fit(60.0, beats_at(120, 60, 1.5), 20.0)
    assert (offset, loop) == (1.48, None)
    assert beats[:3] == pytest.approx((0.02, 0.52, 1.02))
    assert beats[-1] < 20


def test_a_short_track_repeats_whole_bars_and_its_beats_go_on() -> None:
    offset, loop, beats = fit(9.0, beats_at(120, 9, 0.5), 30.0)
    assert loop == pytest.approx(8.0), "four bars of two seconds"
    assert offset == pytest.approx(0.48)
    assert {round(after - before, 3) for before, after in pairwise(beats)} == {0.5}
    assert beats[-1] > 29.4


def test_a_track_without_beats_is_still_music() -> None:
    assert fit(5.0, (), 30.0) == (0.0, None, ())
    played = play(stereo(sine(200, 5)), None, 30 * RATE)
    assert len(played) == 30 * RATE
    assert np.abs(played[: 28 * RATE]).reshape(28, -1).max(axis=1).min() > 0.1


def test_the_beats_of_the_plan_are_the_ones_that_are_heard() -> None:
    sound = clicks(110, 9, 0.7)
    offset, loop, beats = fit(9.0, find_beats(sound).beats, 25.0)
    played = play(stereo(sound)[sample_count(offset) :], loop, 25 * RATE)
    heard = find_beats(played.mean(axis=1)).beats
    near = np.abs(np.subtract.outer(np.asarray(beats), np.asarray(heard))).min(axis=1)
    assert np.quantile(near, 0.9) < 1 / 30
    assert len(heard) > 40


def test_no_seam_clicks() -> None:
    """The steepest step of a repeated tone is about that of the tone itself, and no turn is quieter."""
    tone = stereo(sine(220, 4.3))
    played = play(tone, 4.0, 20 * RATE)
    assert np.abs(np.diff(played[:, 0])).max() < 2.5 * np.abs(np.diff(tone[:, 0])).max()
    levels = np.square(played[: 18 * RATE, 0]).reshape(-1, 2400).mean(axis=1)
    assert levels[1:].min() > 0.3 * np.median(levels)
    assert np.abs(played[-5:]).max() < 0.01


@settings(max_examples=80, deadline=None)
@given(st.floats(3, 100), st.floats(60, 180), st.floats(0, 15), st.floats(0.5, 60))
def test_beats_are_in_the_ad_and_loops_in_the_track(length: float, bpm: float, first: float, ad: float) -> None:
    offset, loop, beats = fit(length, beats_at(bpm, length, first), ad)
    assert 0 <= offset <= max(first, 0)
    assert loop is None or 0 < loop <= length - offset
    assert list(beats) == sorted(set(beats))
    assert all(0 <= beat < ad for beat in beats)


@pytest.mark.parametrize(("loop", "seconds"), [(50.0, 3), (0.02, 3), (2.0, 0)])
def test_numbers_changed_by_hand_still_give_an_ad_of_the_right_length(loop: float, seconds: int) -> None:
    assert play(stereo(sine(200, seconds)), loop, 5 * RATE).shape == (5 * RATE, 2)
