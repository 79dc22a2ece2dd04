import numpy as np
import pytest

from geminivideo.rendering.sound.ducking import duck_amount, duck_gain
from geminivideo.rendering.sound.pcm import RATE, Samples
from geminivideo.rendering.sound.tracks import faded, fitted, placed
from tests.rendering_sound.sounds import babble, level_db, sine, stereo


def at(curve: Samples, seconds: float) -> float:
    return float(curve[round(seconds * RATE)])


def voice(*stretches: tuple[float, float], seconds: float) -> Samples:
    """Something to hear from one time to the other, for each stretch."""
    track = np.zeros(round(seconds * RATE), np.float32)
    for start, end in stretches:
        track[round(start * RATE) : round(end * RATE)] = sine(200, end - start)[
            : round(end * RATE) - round(start * RATE)
        ]
    return track


def test_the_music_is_down_before_the_first_word_and_back_after_the_last() -> None:
    amount = duck_amount(voice((2, 4), seconds=8))
    assert at(amount, 1.5) == 0
    assert at(amount, 1.93) == pytest.approx(1, abs=0.02)
    assert at(amount, 3) == at(amount, 4) == 1
    assert 0.2 < at(amount, 4.45) < 0.8
    assert at(amount, 5) == 0


def test_it_stays_down_between_words_but_not_through_a_long_pause() -> None:
    amount = duck_amount(voice((1, 2), (2.7, 3), (6, 7), seconds=8))
    assert amount[RATE : 3 * RATE].min() == pytest.approx(1)
    assert at(amount, 4.5) == 0


def test_it_never_jumps() -> None:
    amount = duck_amount(voice((0, 0.3), (1.4, 2.5), (4, 5), seconds=5))
    assert np.abs(np.diff(amount)).max() < 0.0005
    assert duck_gain(amount, 12).min() == pytest.approx(10 ** (-12 / 20))


@pytest.mark.parametrize(
    "track", [np.zeros(RATE, np.float32), np.zeros(0, np.float32), np.full(RATE, 1e-5, np.float32)]
)
def test_nobody_speaks_nothing_is_ducked(track: Samples) -> None:
    assert not duck_amount(track).any()


def test_quiet_breaths_are_not_speech() -> None:
    track = voice((1, 2), seconds=6) + voice((4, 5), seconds=6) * np.float32(0.01)
    assert at(duck_amount(track), 4.5) == 0


def test_a_short_track_is_looped_without_a_seam() -> None:
    tone = stereo(sine(220, 3.1))
    looped = fitted(tone, 20 * RATE)
    assert len(looped) == 20 * RATE
    body = looped[: 18 * RATE, 0]
    steepest = np.abs(np.diff(tone[:, 0])).max()
    assert np.abs(np.diff(body)).max() < 1.6 * steepest  # two sines in phase at equal power are 3 dB more
    levels = [level_db(body[i : i + RATE // 10]) for i in range(0, len(body) - RATE // 10, RATE // 10)]
    assert max(levels) - min(levels) < 7


def test_silence_at_its_ends_is_not_looped() -> None:
    track = np.pad(stereo(babble(2)) + np.float32(0.02), ((RATE, RATE), (0, 0)))
    looped = fitted(track, 10 * RATE)
    quietest = min(level_db(looped[i : i + RATE // 2]) for i in range(0, 8 * RATE, RATE // 4))
    assert quietest > -40


def test_a_long_track_fades_out_and_one_of_the_right_length_is_left_alone() -> None:
    tone = stereo(sine(220, 10))
    cut = fitted(tone, 6 * RATE)
    assert abs(float(cut[-1, 0])) < 1e-4
    assert level_db(cut[4 * RATE : 4 * RATE + 4800]) == pytest.approx(level_db(tone[:4800]), abs=0.1)
    assert np.array_equal(fitted(tone, 10 * RATE), tone)
    assert len(fitted(tone, 10 * RATE + 100)) == 10 * RATE + 100


@pytest.mark.parametrize("length", [1, 100, 48_000])
def test_nothing_to_loop_is_silence(length: int) -> None:
    for empty in (np.zeros((0, 2), np.float32), np.zeros((50, 2), np.float32)):
        assert not fitted(empty, length).any()
        assert len(fitted(empty, length)) == length


def test_sounds_are_placed_to_the_sample_and_cut_softly_at_the_end() -> None:
    tone = stereo(sine(1000, 1))
    out = placed([(0.5, tone), (2.75, tone), (9.0, tone)], 3 * RATE)
    assert np.array_equal(out[RATE // 2 : RATE // 2 + RATE], tone)
    assert not out[: RATE // 2].any()
    assert abs(float(out[-1, 0])) < 0.001
    assert np.array_equal(out[int(2.8 * RATE)], tone[int(0.05 * RATE)])


def test_a_fade_of_a_tiny_sound_does_not_fail() -> None:
    assert len(faded(np.ones((1, 2), np.float32), 0.1, 0.1)) == 1
    assert len(faded(np.ones((0, 2), np.float32), 0.1, 0.1)) == 0
