"""The beat tracker against music whose beats are known, and against sound that has none."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.sound.beats import find_beats
from geminivideo.rendering.sound.decode import PlacedSound, decode
from geminivideo.rendering.sound.music.bed import compose
from geminivideo.rendering.sound.music.moods import MOODS, MoodName
from geminivideo.rendering.sound.pcm import RATE
from tests.rendering_library.files import clicks
from tests.rendering_sound.sounds import babble, read_wav

TOLERANCE = 0.07


def f_measure(found: tuple[float, ...], true: tuple[float, ...]) -> float:
    near = np.abs(np.subtract.outer(np.asarray(found), np.asarray(true))) <= TOLERANCE
    hits = near.any(axis=0).sum() + near.any(axis=1).sum()
    return float(hits / (len(found) + len(true)))


@pytest.mark.parametrize("mood", list(MoodName))
def test_the_beats_of_our_own_beds_are_found(tmp_path: Path, mood: MoodName) -> None:
    bed = compose(20, MOODS[mood], 5, np.random.default_rng(3), tmp_path / "bed.wav")
    pulse = find_beats(read_wav(bed.path).mean(axis=1))
    assert pulse.bpm == pytest.approx(bed.bpm, rel=0.01)
    assert f_measure(pulse.beats, bed.beats) >= 0.9


def test_a_real_track_has_a_steady_tempo(ffmpeg: Ffmpeg, shared_data: Path) -> None:
    path = shared_data / "audio" / "music_vibe_ace.ogg"
    (sound,) = decode(ffmpeg, [PlacedSound(path=path)], longest=100, check=lambda: None)
    pulse = find_beats(sound.mean(axis=1))
    steps = np.diff(pulse.beats)
    assert pulse.bpm == pytest.approx(129.2, abs=1.5)
    assert np.percentile(np.abs(steps - np.median(steps)), 90) < 0.05


@settings(max_examples=12, deadline=None)
@given(st.floats(75, 140), st.floats(0, 2))  # beyond, equal clicks may as well be felt at half or double tempo
def test_clicks_are_met_within_a_frame_of_the_picture(bpm: float, first: float) -> None:
    pulse = find_beats(clicks(bpm, 12, first))
    true = np.arange(first, 11.9, 60 / bpm)
    assert pulse.bpm == pytest.approx(bpm, rel=0.02)
    off = np.abs(np.subtract.outer(np.asarray(pulse.beats), true)).min(axis=1)
    assert float(np.median(off)) < 1 / 60
    assert f_measure(pulse.beats, tuple(true)) > 0.9


def test_what_has_no_beat_gets_none() -> None:
    rng = np.random.default_rng(1)
    tone = (0.3 * np.sin(2 * np.pi * 220 * np.arange(20 * RATE) / RATE)).astype(np.float32)
    for sound in (rng.standard_normal(20 * RATE).astype(np.float32), np.zeros(20 * RATE, np.float32), tone, tone[:999]):
        assert find_beats(sound) == (None, ())


def test_silence_around_the_music_has_no_beats() -> None:
    quiet = np.zeros(3 * RATE, np.float32)
    pulse = find_beats(np.concatenate([quiet, clicks(120, 10), quiet]))
    assert 3.3 < pulse.beats[0] < 3.7
    assert 12 < pulse.beats[-1] < 13.1


def test_the_same_sound_gives_the_same_beats() -> None:
    sound = babble(10)
    assert find_beats(sound) == find_beats(sound.copy())
